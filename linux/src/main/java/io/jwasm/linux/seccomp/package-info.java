/// Seccomp: a thread gives up system calls
/// ([seccomp(2)](https://man7.org/linux/man-pages/man2/seccomp.2.html)).
///
/// May use [io.jwasm.linux.ffi] and [io.jwasm.linux.process]. Start reading at
/// [io.jwasm.linux.seccomp.SeccompFilter].
@NullMarked
package io.jwasm.linux.seccomp;

import org.jspecify.annotations.NullMarked;
