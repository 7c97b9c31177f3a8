/// Says how a guest ended, in the words of its module.
///
/// Start reading at [io.jwasm.wasi.engine.report.TrapReport].
@NullMarked
package io.jwasm.wasi.engine.report;

import org.jspecify.annotations.NullMarked;
