package io.jwasm.core.files;

import io.jwasm.core.capability.MountCapability;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.FileStatus;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.PathCalls;
import io.jwasm.linux.mount.DetachedMount;
import io.jwasm.wasi.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A granted mount, made and attached nowhere yet.
///
/// @param destination where it belongs
/// @param tree the mount; closed by whoever has this
/// @param isDirectory whether it is one, or a file
record MountSource(String destination, HostFd tree, boolean isDirectory) {

    /// Device nodes of the host's directories are not granted with them.
    private static final List<String> WITHOUT_DEVICES = List.of("nodev", "rnodev");

    private static final String STAGING = "/";

    /// Makes the mount; empty for what is withheld.
    static Optional<MountSource> open(MountCapability mount) throws ErrnoException {
        return switch (mount) {
            case MountCapability.Bind bind -> Optional.of(open(bind));
            case MountCapability.Temporary(String destination, List<String> options) ->
                    Optional.of(inMemory(destination, with(options, List.of("nodev"))));
            case MountCapability.Devices(String destination, List<String> options) ->
                    Optional.of(devices(inMemory(destination, options)));
            case MountCapability.Withheld _ -> Optional.empty();
        };
    }

    private static MountSource open(MountCapability.Bind bind) throws ErrnoException {
        String source = bind.source();
        try {
            List<String> options =
                    DeviceNodes.isHarmless(source)
                            ? bind.options()
                            : with(bind.options(), WITHOUT_DEVICES);
            HostFd tree = DetachedMount.open("bind", source, options, source);
            return new MountSource(bind.destination(), tree, isDirectory(tree));
        } catch (ErrnoException failure) {
            throw named(bind.destination(), failure);
        }
    }

    private static MountSource inMemory(String destination, List<String> options)
            throws ErrnoException {
        try {
            HostFd tree = DetachedMount.open("tmpfs", "tmpfs", options, STAGING);
            return new MountSource(destination, tree, true);
        } catch (ErrnoException failure) {
            throw named(destination, failure);
        }
    }

    private static MountSource devices(MountSource directory) throws ErrnoException {
        try {
            DeviceNodes.make(directory.tree);
            return directory;
        } catch (ErrnoException failure) {
            directory.tree.close();
            throw named(directory.destination, failure);
        }
    }

    private static ErrnoException named(String destination, ErrnoException failure) {
        String subject = "mount \"%s\" (\"%s\")".formatted(destination, failure.subject());
        return new ErrnoException(failure.call(), failure.errno(), subject);
    }

    private static List<String> with(List<String> options, List<String> more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(more); // later ones win
        return all;
    }

    private static boolean isDirectory(HostFd tree) throws ErrnoException {
        try (PathCalls calls = new PathCalls()) {
            ErrnoException.check("statx", calls.statx(tree.number()), tree);
            return calls.status().type() == FileStatus.S_IFDIR;
        }
    }

    /// What the guest is given when the mount is not in its tree.
    Grant grant() {
        return isDirectory
                ? new Grant.Directory(destination, tree, false)
                : new Grant.File(destination, tree, false);
    }
}
