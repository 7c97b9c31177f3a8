/// Files by descriptor: opening below a directory, reading, listing, changing.
///
/// May use [io.jwasm.linux] and [io.jwasm.linux.ffi]. Start reading at [io.jwasm.linux.fs.HostFd].
@NullMarked
package io.jwasm.linux.fs;

import org.jspecify.annotations.NullMarked;
