/// What all transports share: the codes of failures, and the way between containerd's messages and
/// the task API.
///
/// May use `io.jwasm.proto`, `io.jwasm.api`. Start reading at
/// [io.jwasm.core.transport.StatusMapper].
@NullMarked
package io.jwasm.core.transport;

import org.jspecify.annotations.NullMarked;
