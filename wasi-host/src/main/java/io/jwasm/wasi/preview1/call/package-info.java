/// What a call of preview 1 has at hand: the form of a function, the guest's descriptors and
/// buffers, and the vectors of a read or write.
///
/// May use `io.jwasm.wasi.fd`, `io.jwasm.wasi.fs`, `io.jwasm.wasi.errno`, `io.jwasm.wasi.host` and
/// `io.jwasm.linux`. Start reading at [io.jwasm.wasi.preview1.call.HostState].
@NullMarked
package io.jwasm.wasi.preview1.call;

import org.jspecify.annotations.NullMarked;
