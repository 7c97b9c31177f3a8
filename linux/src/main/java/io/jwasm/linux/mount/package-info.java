/// Mounts, above all such that nobody sees: a tree held by a descriptor alone, gone when it closes.
///
/// May use [io.jwasm.linux], its `ffi`, [io.jwasm.linux.fs.HostFd] and [io.jwasm.linux.io]. Start
/// reading at [io.jwasm.linux.mount.DetachedMount].
@NullMarked
package io.jwasm.linux.mount;

import org.jspecify.annotations.NullMarked;
