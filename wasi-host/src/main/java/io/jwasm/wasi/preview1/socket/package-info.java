/// The `sock_` functions: those of WASI preview 1, and those of WasmEdge's socket extension.
///
/// May use what `io.jwasm.wasi.preview1.call` may, and `io.jwasm.wasi.dns`. Start reading at
/// [io.jwasm.wasi.preview1.socket.SocketFunctions].
@NullMarked
package io.jwasm.wasi.preview1.socket;

import org.jspecify.annotations.NullMarked;
