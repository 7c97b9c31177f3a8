/// The files of a guest: its root file system with the granted mounts in it, as one tree that is
/// attached nowhere, and the grants that the WASI host makes preopens of.
///
/// May use `io.jwasm.core.capability`, `io.jwasm.bundle.rootfs`, `io.jwasm.linux` and
/// `io.jwasm.wasi`. Start reading at [io.jwasm.core.files.GuestFiles].
@NullMarked
package io.jwasm.core.files;

import org.jspecify.annotations.NullMarked;
