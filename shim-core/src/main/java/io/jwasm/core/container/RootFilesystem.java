package io.jwasm.core.container;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.CreateTask;
import io.jwasm.api.task.SnapshotMount;
import io.jwasm.bundle.Bundle;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.mount.DetachedMount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Opens the root filesystem of a container, as a mount that is attached nowhere: nothing of it is
/// left when the descriptor closes, nor when the daemon dies.
final class RootFilesystem {

    private RootFilesystem() {}

    /// Mounts what containerd gave, or takes the directory of the configuration.
    ///
    /// @param request what containerd gave
    /// @param bundle the configuration
    /// @return its directory
    /// @throws ShimException when it cannot be had
    static HostFd open(CreateTask request, Bundle bundle) {
        boolean isReadOnly = bundle.spec().root().isReadonly();
        List<SnapshotMount> mounts = request.rootfs();
        if (mounts.isEmpty()) {
            return directory(bundle.rootPath(), isReadOnly);
        }
        if (mounts.size() > 1) {
            throw new ShimException.NotImplemented(
                    "rootfs: a snapshot of %d mounts is not implemented".formatted(mounts.size()));
        }
        return snapshot(mounts.getFirst(), bundle.directory().resolve("rootfs"), isReadOnly);
    }

    private static HostFd snapshot(SnapshotMount mount, Path staging, boolean isReadOnly) {
        if (!mount.target().isEmpty()) {
            throw new ShimException.NotImplemented(
                    "rootfs: a snapshot mount with target \"%s\" is not implemented"
                            .formatted(mount.target()));
        }
        List<String> options = new ArrayList<>(mount.options());
        if (isReadOnly) {
            options.add("ro");
        }
        try {
            return DetachedMount.open(mount.type(), mount.source(), options, staging.toString());
        } catch (ErrnoException failure) {
            throw Failures.of("rootfs: mount of type \"%s\"".formatted(mount.type()), failure);
        }
    }

    private static HostFd directory(Path root, boolean isReadOnly) {
        if (!Files.isDirectory(root)) {
            throw new ShimException.NotFound("rootfs \"%s\": no such directory".formatted(root));
        }
        String path = root.toString();
        try {
            return DetachedMount.open(
                    "bind", path, isReadOnly ? List.of("rbind", "ro") : List.of("rbind"), path);
        } catch (ErrnoException failure) {
            return plain("rootfs \"%s\"".formatted(root), path, failure);
        }
    }

    /// Opens what may not be cloned for want of privilege, as under `jwasm run` of a user.
    ///
    /// @param subject for messages
    /// @param path what to open
    /// @param refusal why it could not be cloned
    /// @return a descriptor of the path itself
    /// @throws ShimException when it cannot be opened, or was refused for another reason
    static HostFd plain(String subject, String path, ErrnoException refusal) {
        if (refusal.errno() != Errno.EPERM) {
            throw Failures.of(subject, refusal);
        }
        try {
            return Descriptors.open(path, OpenFlags.O_PATH, 0);
        } catch (ErrnoException failure) {
            throw Failures.of(subject, failure);
        }
    }
}
