/// The functions of WASI preview 1 that a guest imports, one class for each family, under the
/// module names `wasi_snapshot_preview1` and `wasi_unstable`.
///
/// What all of them share is in [io.jwasm.wasi.preview1.call], the `sock_` functions in
/// [io.jwasm.wasi.preview1.socket]. May use [io.jwasm.wasi.fd], [io.jwasm.wasi.fs],
/// [io.jwasm.wasi.errno], [io.jwasm.wasi.host] and [io.jwasm.linux]. Start reading at
/// [io.jwasm.wasi.preview1.Preview1].
@NullMarked
package io.jwasm.wasi.preview1;

import org.jspecify.annotations.NullMarked;
