package io.jwasm.linux.io;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;

/// Makes descriptors and changes their flags. Everything made here is closed on exec.
///
/// Thread-safe.
public final class Descriptors {

    private static final int AT_FDCWD = -100;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;

    private Descriptors() {}

    /// Opens a path of the host that is trusted: every symbolic link in it is followed.
    ///
    /// Blocks as open(2) does, on a FIFO until a peer comes unless the flags say `O_NONBLOCK`.
    ///
    /// @param path the path; in UTF-8 for the kernel, whatever the locale
    /// @param flags flags of [OpenFlags]; `O_CLOEXEC` is added
    /// @param mode permission bits when a file is created, else 0
    /// @return the descriptor
    /// @throws ErrnoException when openat(2) fails, EINVAL when the path holds a NUL
    public static HostFd open(String path, int flags, int mode) throws ErrnoException {
        if (path.indexOf('\0') >= 0) {
            throw new ErrnoException("openat", Errno.EINVAL, path.replace('\0', '?'));
        }
        try (NativeBuffer name = NativeBuffer.ofCString(path)) {
            long result;
            do {
                result = openAt(name, flags, mode);
            } while (result == -Errno.EINTR);
            return new HostFd((int) ErrnoException.check("openat", result, path));
        }
    }

    private static long openAt(NativeBuffer name, int flags, int mode) {
        return Native.syscall(
                SyscallNumber.OPENAT,
                AT_FDCWD,
                name.address(),
                flags | OpenFlags.O_CLOEXEC,
                mode,
                0,
                0);
    }

    /// Makes a second descriptor of the same open file.
    ///
    /// @param source the descriptor
    /// @return another number for it, the lowest free one from 3 on, so never a standard stream's
    /// @throws ErrnoException when fcntl(2) fails, EMFILE for one
    public static HostFd duplicate(HostFd source) throws ErrnoException {
        long result = Native.syscall(SyscallNumber.FCNTL, source.number(), F_DUPFD_CLOEXEC, 3);
        return new HostFd((int) ErrnoException.check("fcntl", result, source));
    }

    /// The status flags and the access mode of an open file.
    ///
    /// @param fd the descriptor
    /// @return flags of [OpenFlags]
    /// @throws ErrnoException when fcntl(2) fails
    public static int statusFlags(HostFd fd) throws ErrnoException {
        long result = Native.syscall(SyscallNumber.FCNTL, fd.number(), F_GETFL, 0);
        return (int) ErrnoException.check("fcntl", result, fd);
    }

    /// Sets the status flags of an open file: `O_APPEND` and `O_NONBLOCK` are the useful ones.
    ///
    /// They belong to the open file, hence to every duplicate of the descriptor as well.
    ///
    /// @param fd the descriptor
    /// @param flags all flags that shall be on
    /// @throws ErrnoException when fcntl(2) fails
    public static void setStatusFlags(HostFd fd, int flags) throws ErrnoException {
        long result = Native.syscall(SyscallNumber.FCNTL, fd.number(), F_SETFL, flags);
        ErrnoException.check("fcntl", result, fd);
    }

    /// Opens a pipe.
    ///
    /// @param flags `O_NONBLOCK` and `O_DIRECT`, or 0; `O_CLOEXEC` is added
    /// @return both ends
    /// @throws ErrnoException when pipe2(2) fails
    public static Pipe pipe(int flags) throws ErrnoException {
        try (NativeBuffer ends = NativeBuffer.allocate(8)) {
            long result =
                    Native.syscall(
                            SyscallNumber.PIPE2, ends.address(), flags | OpenFlags.O_CLOEXEC, 0);
            ErrnoException.check("pipe2", result, "pipe");
            return new Pipe(new HostFd(ends.getInt(0)), new HostFd(ends.getInt(4)));
        }
    }
}
