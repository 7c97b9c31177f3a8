package io.jwasm.core.files;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.mount.DetachedMount;
import io.jwasm.linux.mount.MountFlags;
import io.jwasm.linux.mount.Mounts;
import java.util.List;
import java.util.Optional;

/// Lays something over paths that config.json wants hidden or read-only. Paths that are not there,
/// as most of those in `/proc` and `/sys`, need nothing.
final class PathMasks {

    private static final List<String> EMPTY_DIRECTORY = List.of("ro", "nodev", "size=0");

    private final MountPlaces places;

    PathMasks(MountPlaces places) {
        this.places = places;
    }

    /// Lets the guest see an empty directory or file.
    void hide(String path) throws ErrnoException {
        Optional<HostFd> found = find(path);
        if (found.isEmpty()) {
            return;
        }
        try (HostFd place = found.get();
                HostFd blank = blank(place)) {
            Mounts.attach(blank, place);
        } catch (ErrnoException failure) {
            throw named("masked path", path, failure);
        }
    }

    private HostFd blank(HostFd place) throws ErrnoException {
        return places.isDirectory(place)
                ? DetachedMount.open("tmpfs", "tmpfs", EMPTY_DIRECTORY, "/")
                : DetachedMount.open("bind", DeviceNodes.NULL.hostPath(), List.of("ro"), "/");
    }

    /// Lets the guest see what is there, and change none of it.
    void makeReadOnly(String path) throws ErrnoException {
        Optional<HostFd> found = find(path);
        if (found.isEmpty()) {
            return;
        }
        try (HostFd place = found.get();
                HostFd tree = Mounts.cloneTree(place, true)) {
            Mounts.setAttributes(tree, MountFlags.MS_RDONLY, 0, true);
            Mounts.attach(tree, place);
        } catch (ErrnoException failure) {
            throw named("read-only path", path, failure);
        }
    }

    private Optional<HostFd> find(String path) throws ErrnoException {
        try {
            return places.find(path);
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ENOTDIR) {
                return Optional.empty();
            }
            throw named("path", path, failure);
        }
    }

    private static ErrnoException named(String kind, String path, ErrnoException failure) {
        return new ErrnoException(
                failure.call(), failure.errno(), "%s \"%s\"".formatted(kind, path));
    }
}
