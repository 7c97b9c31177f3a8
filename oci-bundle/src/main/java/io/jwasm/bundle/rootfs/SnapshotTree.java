package io.jwasm.bundle.rootfs;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.ConfinedOpen;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.OpenHow;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.mount.DetachedMount;
import io.jwasm.linux.mount.MountFlags;
import io.jwasm.linux.mount.Mounts;
import java.util.List;

/// Makes one detached tree of a snapshot's mounts.
///
/// Several mounts are put together on the staging directory, for before Linux 6.15 nothing can be
/// mounted in a tree that is attached nowhere; they are there for that moment only.
final class SnapshotTree {

    private final String staging;

    /// @param staging an existing directory on which nothing is mounted
    SnapshotTree(String staging) {
        this.staging = staging;
    }

    HostFd mount(List<SnapshotMount> mounts) throws BundleException {
        if (!mounts.getFirst().isRoot()) {
            throw BundleException.invalid(
                    "snapshot mount 1: its target \"%s\" is not the root"
                            .formatted(mounts.getFirst().target()));
        }
        HostFd root = open(mounts, 0);
        if (mounts.size() == 1) {
            return root;
        }
        try (root) {
            return putTogether(root, mounts);
        }
    }

    private HostFd putTogether(HostFd root, List<SnapshotMount> mounts) throws BundleException {
        int attached = 0;
        try {
            Mounts.attach(root, staging);
            attached++;
            for (int i = 1; i < mounts.size(); i++) {
                try (HostFd tree = open(mounts, i);
                        HostFd place = place(mounts, i)) {
                    // The place was resolved within the tree; its number names it without a path,
                    // and the dot makes the kernel follow it.
                    Mounts.attach(tree, "/proc/self/fd/%d/.".formatted(place.number()));
                }
                attached += mounts.get(i).isRoot() ? 1 : 0;
            }
            return Mounts.cloneTree(staging, true);
        } catch (ErrnoException refused) {
            throw RootfsFailure.of("snapshot mounts on \"%s\"".formatted(staging), refused);
        } finally {
            // Each root lies over the one before, and what is mounted in it goes with it.
            for (int i = 0; i < attached; i++) {
                unmount();
            }
        }
    }

    private void unmount() throws BundleException {
        try {
            Mounts.unmount(staging, MountFlags.MNT_DETACH);
        } catch (ErrnoException refused) {
            throw RootfsFailure.of("unmounting \"%s\"".formatted(staging), refused);
        }
    }

    private HostFd open(List<SnapshotMount> mounts, int index) throws BundleException {
        SnapshotMount mount = mounts.get(index);
        try {
            return DetachedMount.open(mount.type(), mount.source(), mount.options(), staging);
        } catch (ErrnoException refused) {
            String subject = "snapshot mount %d of type \"%s\"".formatted(index + 1, mount.type());
            throw RootfsFailure.of(subject, refused);
        }
    }

    private HostFd place(List<SnapshotMount> mounts, int index) throws BundleException {
        String target = mounts.get(index).target();
        try (HostFd root = Descriptors.open(staging, OpenFlags.O_PATH, 0)) {
            return ConfinedOpen.open(
                    root, target.isEmpty() ? "/" : target, OpenHow.inRoot(OpenFlags.O_PATH));
        } catch (ErrnoException refused) {
            String subject = "snapshot mount %d: its target \"%s\"".formatted(index + 1, target);
            throw RootfsFailure.of(subject, refused);
        }
    }
}
