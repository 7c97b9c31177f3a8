/// Turns modules into Java classes, in the background.
///
/// Start reading at [io.jwasm.wasi.engine.compile.BackgroundCompiler].
@NullMarked
package io.jwasm.wasi.engine.compile;

import org.jspecify.annotations.NullMarked;
