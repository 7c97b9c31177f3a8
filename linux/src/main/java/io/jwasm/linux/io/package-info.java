/// Descriptors as streams: opening trusted host paths, FIFOs, pipes, reading, writing, waiting.
///
/// May use [io.jwasm.linux], [io.jwasm.linux.ffi] and [io.jwasm.linux.fs.HostFd]. Start reading at
/// [io.jwasm.linux.io.Descriptors], then [io.jwasm.linux.io.Poll].
@NullMarked
package io.jwasm.linux.io;

import org.jspecify.annotations.NullMarked;
