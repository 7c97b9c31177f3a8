/// A container's root filesystem: opening it, and finding the module in it that is to run.
///
/// Everything below the root filesystem is resolved by the kernel with the root filesystem as root,
/// so that an image's links mean what they mean in a container and none leads out. May use the
/// `linux` module, [io.jwasm.bundle.spec] and [io.jwasm.bundle.error]. Start reading at
/// [io.jwasm.bundle.rootfs.EntryResolver].
@NullMarked
package io.jwasm.bundle.rootfs;

import org.jspecify.annotations.NullMarked;
