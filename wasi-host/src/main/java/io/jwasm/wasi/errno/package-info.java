/// The error numbers that guests see, and how those of Linux become them.
///
/// May use [io.jwasm.linux]. Start reading at [io.jwasm.wasi.errno.Errno].
@NullMarked
package io.jwasm.wasi.errno;

import org.jspecify.annotations.NullMarked;
