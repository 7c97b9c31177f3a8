/// Makes guests of modules, and runs them: the top of the engine.
///
/// Start reading at [io.jwasm.wasi.engine.guest.ChicoryEngine].
@NullMarked
package io.jwasm.wasi.engine.guest;

import org.jspecify.annotations.NullMarked;
