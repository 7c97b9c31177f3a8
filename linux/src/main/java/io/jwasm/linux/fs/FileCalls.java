package io.jwasm.linux.fs;

import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.SyscallNumber;

/// System calls on open files that take numbers only, in raw form: a result, or the negated error
/// number. Thread-safe.
public final class FileCalls {

    /// Measure from the file's start.
    public static final int SEEK_SET = 0;

    /// Measure from where the file stands.
    public static final int SEEK_CUR = 1;

    /// Measure from the file's end.
    public static final int SEEK_END = 2;

    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;

    private FileCalls() {}

    /// Moves the offset of an open file.
    ///
    /// @param fd the descriptor
    /// @param offset in bytes; of a directory a position that getdents64 gave
    /// @param whence one of the `SEEK_` constants
    /// @return the new offset, or the negated error number
    public static long lseek(int fd, long offset, int whence) {
        return Native.syscall(SyscallNumber.LSEEK, fd, offset, whence);
    }

    /// Sets the length of a file.
    ///
    /// @param fd the descriptor
    /// @param sizeBytes the new length
    /// @return 0, or the negated error number
    public static long ftruncate(int fd, long sizeBytes) {
        return Native.syscall(SyscallNumber.FTRUNCATE, fd, sizeBytes, 0);
    }

    /// Gives a range of a file room on the disk, and the file at least that length.
    ///
    /// @param fd the descriptor
    /// @param offset where the range begins
    /// @param length its length
    /// @return 0, or the negated error number
    public static long fallocate(int fd, long offset, long length) {
        return Native.syscall(SyscallNumber.FALLOCATE, fd, 0, offset, length, 0, 0);
    }

    /// Tells the kernel how a range of a file will be used.
    ///
    /// @param fd the descriptor
    /// @param offset where the range begins
    /// @param length its length, 0 for all behind `offset`
    /// @param advice `POSIX_FADV_NORMAL` 0, `RANDOM` 1, `SEQUENTIAL` 2, `WILLNEED` 3, `DONTNEED` 4,
    ///   `NOREUSE` 5
    /// @return 0, or the negated error number
    public static long fadvise(int fd, long offset, long length, int advice) {
        return Native.syscall(SyscallNumber.FADVISE64, fd, offset, length, advice, 0, 0);
    }

    /// Writes a file's data and metadata to the disk.
    ///
    /// @param fd the descriptor
    /// @return 0, or the negated error number
    public static long fsync(int fd) {
        return Native.syscall(SyscallNumber.FSYNC, fd, 0, 0);
    }

    /// Writes a file's data, and what is needed to find it again, to the disk.
    ///
    /// @param fd the descriptor
    /// @return 0, or the negated error number
    public static long fdatasync(int fd) {
        return Native.syscall(SyscallNumber.FDATASYNC, fd, 0, 0);
    }

    /// The status flags and the access mode of an open file.
    ///
    /// @param fd the descriptor
    /// @return flags of [io.jwasm.linux.OpenFlags], or the negated error number
    public static long statusFlags(int fd) {
        return Native.syscall(SyscallNumber.FCNTL, fd, F_GETFL, 0);
    }

    /// Sets the status flags of an open file.
    ///
    /// @param fd the descriptor
    /// @param flags all flags of [io.jwasm.linux.OpenFlags] that shall be on
    /// @return 0, or the negated error number
    public static long setStatusFlags(int fd, int flags) {
        return Native.syscall(SyscallNumber.FCNTL, fd, F_SETFL, flags);
    }

    /// Closes a descriptor that no [HostFd] owns.
    ///
    /// @param fd the descriptor
    public static void close(int fd) {
        Native.syscall(SyscallNumber.CLOSE, fd, 0, 0);
    }
}
