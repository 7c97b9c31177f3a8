/// How each call of a guest is run: interpreted or compiled.
///
/// Start reading at [io.jwasm.wasi.engine.machine.TieredMachine].
@NullMarked
package io.jwasm.wasi.engine.machine;

import org.jspecify.annotations.NullMarked;
