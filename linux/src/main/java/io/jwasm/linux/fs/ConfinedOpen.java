package io.jwasm.linux.fs;

import io.jwasm.linux.ByteText;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;

/// Opens paths that somebody else chose, below a directory that they cannot leave.
///
/// For callers that open now and then; a caller on a hot path keeps [PathCalls]. Thread-safe.
public final class ConfinedOpen {

    private ConfinedOpen() {}

    /// Opens a path below a directory.
    ///
    /// @param directory the directory, `O_PATH` suffices
    /// @param path the path, as the bytes the kernel shall see, without NUL
    /// @param how how to open it
    /// @return the descriptor
    /// @throws ErrnoException when openat2(2) fails: EXDEV or ELOOP when the path leads out, EINVAL
    ///   when the path holds a NUL, ENAMETOOLONG when it has 4,096 bytes or more
    public static HostFd open(HostFd directory, byte[] path, OpenHow how) throws ErrnoException {
        try (PathCalls calls = new PathCalls()) {
            long result;
            do {
                result =
                        calls.openAt2(
                                directory.number(), path, how.flags(), how.mode(), how.resolve());
                // EAGAIN: something on the way was renamed while `..` was walked; openat2(2) says
                // to try again.
            } while (result == -Errno.EINTR || result == -Errno.EAGAIN);
            String subject = ByteText.decode(path);
            return new HostFd((int) ErrnoException.check("openat2", result, subject));
        }
    }

    /// Opens a path below a directory.
    ///
    /// @param directory the directory, `O_PATH` suffices
    /// @param path the path
    /// @param how how to open it
    /// @return the descriptor
    /// @throws ErrnoException when openat2(2) fails, as the other method says
    public static HostFd open(HostFd directory, String path, OpenHow how) throws ErrnoException {
        return open(directory, ByteText.encode(path), how);
    }
}
