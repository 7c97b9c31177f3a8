package io.jwasm.core.workload;

import io.jwasm.api.error.ShimException;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.ConfinedOpen;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.OpenHow;

/// The directory that a process is to work in. WASI preview 1 knows none, so the guest is told by
/// the variable PWD; here is seen that there is one.
final class WorkingDirectory {

    private static final OpenHow PLACE = OpenHow.inRoot(OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);

    private WorkingDirectory() {}

    /// Refuses a working directory that is something else. One that is missing could not be made in
    /// a root file system that cannot be written, and is let pass: the guest gets only its name.
    ///
    /// @param root the root file system with its mounts
    /// @param cwd the directory
    /// @throws ShimException.InvalidArgument when it is not a directory
    static void check(HostFd root, String cwd) {
        try (HostFd _ = ConfinedOpen.open(root, cwd, PLACE)) {
            return;
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ENOTDIR) {
                throw new ShimException.InvalidArgument(
                        "working directory \"%s\" is not a directory".formatted(cwd), failure);
            }
        }
    }
}
