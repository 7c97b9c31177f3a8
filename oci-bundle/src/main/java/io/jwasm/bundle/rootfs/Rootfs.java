package io.jwasm.bundle.rootfs;

import io.jwasm.bundle.Bundle;
import io.jwasm.bundle.error.BundleException;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.mount.DetachedMount;
import io.jwasm.linux.mount.MountFlags;
import io.jwasm.linux.mount.MountTree;
import io.jwasm.linux.mount.Mounts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A container's root filesystem, held by a descriptor alone: nothing of it is in the mount table,
/// so nothing is left when it is closed or this process dies.
///
/// Who may not mount gets the directory itself, when no mounts are asked for; then
/// [#isHeldReadonly] tells whether the kernel or the caller has to refuse writes.
public final class Rootfs implements AutoCloseable {

    private static final int PLACE = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY;

    private HostFd directory;
    private final Hold hold;

    private Rootfs(HostFd directory, Hold hold) {
        this.directory = directory;
        this.hold = hold;
    }

    /// Who keeps what from being written.
    private enum Hold {
        /// No mount of our own: nothing can be added, and only the caller can refuse writes.
        NONE,
        /// A mount that may be written.
        WRITABLE,
        /// A mount that we made read-only.
        READ_ONLY,
        /// A mount that was read-only when we got it, as of a snapshot that others look at.
        GIVEN_READ_ONLY
    }

    /// Mounts what the snapshotter gave, in order, or takes the directory that `root.path` names.
    ///
    /// @param bundle the bundle, whose `rootfs` directory serves for staging
    /// @param mounts the snapshot's mounts, none when `root.path` is complete
    /// @return the root filesystem, the caller's to close
    /// @throws BundleException when a directory is missing, or the kernel refuses
    public static Rootfs open(Bundle bundle, List<SnapshotMount> mounts) throws BundleException {
        boolean isReadonly = bundle.spec().root().isReadonly();
        String path = bundle.rootPath().toString();
        HostFd tree = mounts.isEmpty() ? cloneOf(path) : new SnapshotTree(path).mount(mounts);
        if (tree == null) {
            return new Rootfs(openPlain(path), Hold.NONE);
        }
        try {
            return new Rootfs(tree, hold(tree, isReadonly));
        } catch (ErrnoException refused) {
            tree.close();
            throw RootfsFailure.of("root filesystem read-only", refused);
        }
    }

    private static Hold hold(HostFd tree, boolean isReadonly) throws ErrnoException {
        // Device nodes in an image are the host's devices: opening one does things.
        Mounts.setAttributes(tree, MountFlags.MS_NODEV, 0, true);
        if (Mounts.isReadOnly(tree)) {
            return Hold.GIVEN_READ_ONLY;
        }
        if (!isReadonly) {
            return Hold.WRITABLE;
        }
        Mounts.setAttributes(tree, MountFlags.MS_RDONLY, 0, true);
        return Hold.READ_ONLY;
    }

    /// Lays further mounts over the root filesystem. One that we made read-only can be written
    /// meanwhile, so that places for the mounts can be made.
    ///
    /// @param assembly adds the mounts; not called where none can be added
    /// @return false where none can be added, for want of privilege
    /// @throws ErrnoException when the assembly fails or the kernel refuses
    public boolean furnish(MountTree.Assembly assembly) throws ErrnoException {
        if (hold == Hold.NONE) {
            return false;
        }
        boolean isToBeSealed = hold == Hold.READ_ONLY;
        if (isToBeSealed) {
            Mounts.setAttributes(directory, 0, MountFlags.MS_RDONLY, false);
        }
        directory = MountTree.assemble(directory, assembly);
        if (isToBeSealed) {
            Mounts.setAttributes(directory, MountFlags.MS_RDONLY, 0, false);
        }
        return true;
    }

    /// The root filesystem's directory, as of `O_PATH`.
    ///
    /// @return the descriptor, closed with this; another one after [#furnish]
    public HostFd directory() {
        return directory;
    }

    /// Whether the kernel refuses writes, as the configuration's `root.readonly` asks.
    ///
    /// @return false when writes are allowed, and when only the caller can refuse them
    public boolean isHeldReadonly() {
        return hold == Hold.READ_ONLY || hold == Hold.GIVEN_READ_ONLY;
    }

    /// Closes the descriptor, and with it the mounts; a second call does nothing.
    @Override
    public void close() {
        directory.close();
    }

    /// Answers null when this process may not mount.
    private static @Nullable HostFd cloneOf(String path) throws BundleException {
        // Opened first, for the clone of what is no directory would work.
        openPlain(path).close();
        try {
            return DetachedMount.open("bind", path, List.of("rbind"), path);
        } catch (ErrnoException refused) {
            if (refused.errno() == Errno.EPERM) {
                return null;
            }
            throw RootfsFailure.of("root.path", refused);
        }
    }

    private static HostFd openPlain(String path) throws BundleException {
        try {
            return Descriptors.open(path, PLACE, 0);
        } catch (ErrnoException refused) {
            throw RootfsFailure.of("root.path \"%s\"".formatted(path), refused);
        }
    }
}
