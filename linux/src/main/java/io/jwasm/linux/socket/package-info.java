/// Sockets by descriptor, in raw form.
///
/// May use [io.jwasm.linux], [io.jwasm.linux.ffi] and [io.jwasm.linux.fs]. Start reading at
/// [io.jwasm.linux.socket.SocketCalls].
@NullMarked
package io.jwasm.linux.socket;

import org.jspecify.annotations.NullMarked;
