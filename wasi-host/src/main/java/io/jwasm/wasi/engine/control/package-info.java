/// What is asked of a guest, and the thread that obeys.
///
/// Knows nothing of the engine. Start reading at [io.jwasm.wasi.engine.control.ControlState].
@NullMarked
package io.jwasm.wasi.engine.control;

import org.jspecify.annotations.NullMarked;
