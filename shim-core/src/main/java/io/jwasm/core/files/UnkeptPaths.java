package io.jwasm.core.files;

import io.jwasm.core.capability.FileCapabilities;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.ConfinedOpen;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.OpenHow;
import io.jwasm.wasi.Grant;
import java.util.List;

/// What config.json wants hidden or read-only, where nothing can be laid over it for want of
/// privilege: it is refused, because the guest would have it as it is. Paths that are not there, as
/// those in `/proc` and `/sys`, need nothing.
record UnkeptPaths(List<Grant> grants) {

    private static final OpenHow PLACE = OpenHow.inRoot(OpenFlags.O_PATH);

    /// Refuses such paths.
    ///
    /// @throws ErrnoException EPERM, with the path
    void refuse(FileCapabilities wanted) throws ErrnoException {
        for (String path : wanted.maskedPaths()) {
            refuse("masked path", path, false);
        }
        for (String path : wanted.readOnlyPaths()) {
            refuse("read-only path", path, true);
        }
    }

    private void refuse(String kind, String path, boolean mayBeReadOnly) throws ErrnoException {
        for (Grant grant : grants) {
            boolean isKept = mayBeReadOnly && isReadOnly(grant);
            if (!isKept && holds(grant, path)) {
                throw new ErrnoException(
                        "move_mount", Errno.EPERM, "%s \"%s\"".formatted(kind, path));
            }
        }
    }

    private static boolean isReadOnly(Grant grant) {
        return switch (grant) {
            case Grant.Directory directory -> directory.isReadOnly();
            case Grant.File file -> file.isReadOnly();
            case Grant.Listener _ -> true;
        };
    }

    private static boolean holds(Grant grant, String path) throws ErrnoException {
        return switch (grant) {
            case Grant.File file -> file.guestPath().equals(path);
            case Grant.Directory directory -> holds(directory, path);
            case Grant.Listener _ -> false;
        };
    }

    private static boolean holds(Grant.Directory directory, String path) throws ErrnoException {
        String place = directory.guestPath().equals("/") ? "" : directory.guestPath();
        if (path.isEmpty() || !(path + "/").startsWith(place + "/")) {
            return false;
        }
        String below = path.substring(place.length());
        try (HostFd _ = ConfinedOpen.open(directory.directory(), "/" + below, PLACE)) {
            return true;
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ENOENT || failure.errno() == Errno.ENOTDIR) {
                return false;
            }
            throw failure;
        }
    }
}
