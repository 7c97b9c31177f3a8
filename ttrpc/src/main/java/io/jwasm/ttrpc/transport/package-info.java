/// Connections: one event loop reads and writes all sockets of a server or client without blocking.
///
/// Sockets are in non-blocking mode for a reason beyond speed: a thread that is interrupted during
/// blocking I/O closes the channel, and with it every other call on it. May depend on `wire`. Start
/// at `Connection`.
@NullMarked
package io.jwasm.ttrpc.transport;

import org.jspecify.annotations.NullMarked;
