/// What people do with modules without running them: look into them and compile them beforehand.
///
/// Start reading at [io.jwasm.wasi.engine.offline.Workshop].
@NullMarked
package io.jwasm.wasi.engine.offline;

import org.jspecify.annotations.NullMarked;
