package io.jwasm.linux.fs;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import java.nio.charset.StandardCharsets;

/// [openat2(2)](https://man7.org/linux/man-pages/man2/openat2.2.html): opening with rules for how
/// the path is resolved. Thread-safe.
public final class OpenAt2 {

    /// Do not cross mount points.
    public static final long RESOLVE_NO_XDEV = 0x01;

    /// Do not follow links such as `/proc/self/fd/3`.
    public static final long RESOLVE_NO_MAGICLINKS = 0x02;

    /// Do not follow symbolic links.
    public static final long RESOLVE_NO_SYMLINKS = 0x04;

    /// Fail when a component leads out of the directory.
    public static final long RESOLVE_BENEATH = 0x08;

    /// Take the directory for the root, as after chroot(2).
    public static final long RESOLVE_IN_ROOT = 0x10;

    /// Resolve relative paths from the current directory.
    private static final int AT_FDCWD = -100;

    /// `sizeof(struct open_how)`: three 64-bit fields.
    private static final int OPEN_HOW_BYTES = 24;

    /// A rename or mount elsewhere may make a lookup through `..` fail with EAGAIN; the manual page
    /// says to try again, a limited number of times.
    private static final int ATTEMPTS = 64;

    private OpenAt2() {}

    /// Opens a file below a directory.
    ///
    /// @param directory where resolution starts
    /// @param path the path, passed in UTF-8
    /// @param flags `O_` flags; `O_CLOEXEC` is added
    /// @param resolve `RESOLVE_` flags
    /// @return the open file, the caller's to close
    /// @throws ErrnoException when the kernel refuses
    public static HostFd open(HostFd directory, String path, long flags, long resolve)
            throws ErrnoException {
        return open(directory.number(), path, flags, resolve);
    }

    /// Opens a file of the host by its path, without rules.
    ///
    /// @param path the path, passed in UTF-8
    /// @param flags `O_` flags; `O_CLOEXEC` is added
    /// @return the open file, the caller's to close
    /// @throws ErrnoException when the kernel refuses
    public static HostFd open(String path, long flags) throws ErrnoException {
        return open(AT_FDCWD, path, flags, 0);
    }

    private static HostFd open(int directory, String path, long flags, long resolve)
            throws ErrnoException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        try (NativeBuffer buffer = NativeBuffer.allocate(OPEN_HOW_BYTES + name.length + 1L)) {
            buffer.putLong(0, flags | OpenFlags.O_CLOEXEC);
            buffer.putLong(8, 0);
            buffer.putLong(16, resolve);
            buffer.put(OPEN_HOW_BYTES, name, 0, name.length);
            buffer.putByte(OPEN_HOW_BYTES + (long) name.length, (byte) 0);
            long how = buffer.address();
            long result = -Errno.EAGAIN;
            for (int i = 0; i < ATTEMPTS && mayTryAgain(result); i++) {
                result =
                        Native.syscall(
                                SyscallNumber.OPENAT2,
                                directory,
                                how + OPEN_HOW_BYTES,
                                how,
                                OPEN_HOW_BYTES,
                                0,
                                0);
            }
            if (result < 0) {
                throw new ErrnoException("openat2", (int) -result, "\"" + path + "\"");
            }
            return new HostFd((int) result);
        }
    }

    private static boolean mayTryAgain(long result) {
        return result == -Errno.EAGAIN || result == -Errno.EINTR;
    }
}
