/// The guest's descriptors: their table, their kinds, their rights, and how each reads and writes.
///
/// May use [io.jwasm.wasi.fs], [io.jwasm.wasi.host] and [io.jwasm.linux]. Start reading at
/// `FdTable`, then `FileDescriptor`.
@NullMarked
package io.jwasm.wasi.fd;

import org.jspecify.annotations.NullMarked;
