/// The task service, the daemon's own control service, and the way of events, over ttrpc.
///
/// May use `io.jwasm.core.transport`, `io.jwasm.ttrpc`, `io.jwasm.proto` and `io.jwasm.api`. Start
/// reading at [io.jwasm.core.transport.ttrpc.TaskServices].
@NullMarked
package io.jwasm.core.transport.ttrpc;

import org.jspecify.annotations.NullMarked;
