/// The bridge to native code: one downcall shape for every system call and libc function.
///
/// Depends on [io.jwasm.linux] alone. Start reading at [io.jwasm.linux.ffi.Native].
@NullMarked
package io.jwasm.linux.ffi;

import org.jspecify.annotations.NullMarked;
