package io.jwasm.core.container;

import io.jwasm.api.error.ShimException;
import io.jwasm.bundle.rootfs.Rootfs;
import io.jwasm.bundle.spec.MountSpec;
import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.mount.DetachedMount;
import io.jwasm.wasi.Grant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files that a guest may reach: its root filesystem and what config.json mounts over it.
/// Confined to the container's thread.
///
/// Each is a mount of its own that is attached nowhere, so that read-only is the kernel's business
/// and no link leads from one to another. Views of the kernel, such as `proc`, are never granted:
/// they would show the daemon, not the guest.
final class Grants implements AutoCloseable {

    private final List<Grant> grants = new ArrayList<>();
    private final List<HostFd> descriptors = new ArrayList<>();
    private final Rootfs rootfs;

    private Grants(Rootfs rootfs) {
        this.rootfs = rootfs;
    }

    /// Opens what a guest is given.
    ///
    /// @param spec the configuration
    /// @param rootfs the root filesystem; closed with the grants, also when this fails
    /// @return the grants
    /// @throws ShimException when a mount cannot be had
    static Grants open(RuntimeSpec spec, Rootfs rootfs) {
        Grants opened = new Grants(rootfs);
        try {
            opened.grants.add(
                    new Grant.Directory("/", rootfs.directory(), spec.root().isReadonly()));
            spec.mounts().forEach(opened::add);
            return opened;
        } catch (RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    /// The root filesystem's directory.
    HostFd root() {
        return rootfs.directory();
    }

    List<Grant> list() {
        return List.copyOf(grants);
    }

    private void add(MountSpec mount) {
        if (mount.isBind()) {
            addBind(mount);
            return;
        }
        switch (mount.type()) {
            case "tmpfs" -> addTemporary(mount);
            case "proc", "sysfs", "devpts", "devtmpfs", "mqueue", "cgroup", "cgroup2" -> {}
            default ->
                    throw new ShimException.NotImplemented(
                            "mount \"%s\": type \"%s\" is not implemented"
                                    .formatted(mount.destination(), mount.type()));
        }
    }

    private void addBind(MountSpec mount) {
        String subject = "mount \"%s\"".formatted(mount.destination());
        HostFd opened;
        try {
            opened = DetachedMount.open("bind", mount.source(), mount.options(), mount.source());
        } catch (ErrnoException failure) {
            opened = plain(subject, mount.source(), failure);
        }
        if (Files.isDirectory(Path.of(mount.source()))) {
            addDirectory(mount.destination(), opened, mount.isReadonly());
        } else {
            descriptors.add(opened);
            grants.add(new Grant.File(mount.destination(), opened, mount.isReadonly()));
        }
    }

    /// Opens what may not be cloned for want of privilege, as under `jwasm run` of a user.
    private static HostFd plain(String subject, String path, ErrnoException refusal) {
        if (refusal.errno() != Errno.EPERM) {
            throw Failures.of(subject, refusal);
        }
        try {
            return Descriptors.open(path, OpenFlags.O_PATH, 0);
        } catch (ErrnoException failure) {
            throw Failures.of(subject, failure);
        }
    }

    private void addTemporary(MountSpec mount) {
        // No device is offered, so an empty /dev over the image's would serve nobody.
        if (mount.destination().equals("/dev")) {
            return;
        }
        try {
            HostFd opened = DetachedMount.open("tmpfs", mount.source(), mount.options(), "/");
            addDirectory(mount.destination(), opened, mount.isReadonly());
        } catch (ErrnoException failure) {
            // Without privilege the guest has what the image has at that place.
            if (failure.errno() != Errno.EPERM) {
                throw Failures.of("mount \"%s\"".formatted(mount.destination()), failure);
            }
        }
    }

    private void addDirectory(String guestPath, HostFd directory, boolean isReadOnly) {
        descriptors.add(directory);
        grants.add(new Grant.Directory(guestPath, directory, isReadOnly));
    }

    /// Closes all descriptors, hence unmounts. A second call does nothing.
    @Override
    public void close() {
        descriptors.reversed().forEach(HostFd::close);
        rootfs.close();
    }
}
