package io.jwasm.linux.fs;

import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;

/// Native memory that system calls read into and write from, in raw form: a result, or the negated
/// error number.
///
/// The caller copies between [#memory] and where the bytes belong, so that bytes are copied once.
/// Confined to one thread at a time; the owner closes it.
public final class TransferBuffer implements AutoCloseable {

    private static final int FIONREAD = 0x541b; // asm-generic/ioctls.h

    private static final int TCGETS = 0x5401;
    private static final int STATFS_FLAGS = 80; // f_flags of struct statfs, statfs(2)
    private static final int ST_NODEV = 4;

    private static final int MINIMUM = 128; // for what the kernel writes of its own accord

    private final NativeBuffer memory;

    /// Allocates the buffer.
    ///
    /// @param sizeBytes the most that one call moves, 128 or greater
    public TransferBuffer(int sizeBytes) {
        if (sizeBytes < MINIMUM) {
            throw new IllegalArgumentException("buffer of " + sizeBytes + " bytes is too small");
        }
        memory = NativeBuffer.allocate(sizeBytes);
    }

    /// The memory that calls move bytes to and from, from its start.
    ///
    /// @return the memory
    public NativeBuffer memory() {
        return memory;
    }

    /// The most that one call moves.
    ///
    /// @return in bytes
    public int sizeBytes() {
        return (int) memory.sizeBytes();
    }

    /// Reads once.
    ///
    /// @param fd the descriptor
    /// @param length the most to read
    /// @return the number of bytes, 0 at the end, or the negated error number
    public long read(int fd, int length) {
        return Native.syscall(SyscallNumber.READ, fd, memory.address(), clamp(length));
    }

    /// Reads once at an offset.
    ///
    /// @param fd the descriptor
    /// @param length the most to read
    /// @param offset where in the file
    /// @return the number of bytes, 0 at the end, or the negated error number
    public long pread(int fd, int length, long offset) {
        return Native.syscall(
                SyscallNumber.PREAD64, fd, memory.address(), clamp(length), offset, 0, 0);
    }

    /// Writes once.
    ///
    /// @param fd the descriptor
    /// @param length how many bytes
    /// @return the number of bytes written, or the negated error number
    public long write(int fd, int length) {
        return Native.syscall(SyscallNumber.WRITE, fd, memory.address(), clamp(length));
    }

    /// Writes once at an offset.
    ///
    /// @param fd the descriptor
    /// @param length how many bytes
    /// @param offset where in the file
    /// @return the number of bytes written, or the negated error number
    public long pwrite(int fd, int length, long offset) {
        return Native.syscall(
                SyscallNumber.PWRITE64, fd, memory.address(), clamp(length), offset, 0, 0);
    }

    /// Reads directory entries in the form of `struct linux_dirent64`.
    ///
    /// @param fd the directory's descriptor
    /// @param length the most to read
    /// @return the number of bytes, 0 at the end, or the negated error number
    public long getdents(int fd, int length) {
        return Native.syscall(SyscallNumber.GETDENTS64, fd, memory.address(), clamp(length));
    }

    /// Fills with random bytes of the kernel.
    ///
    /// @param length how many
    /// @return the number of bytes, or the negated error number
    public long getrandom(int length) {
        return Native.syscall(SyscallNumber.GETRANDOM, memory.address(), clamp(length), 0);
    }

    /// Asks how many bytes a pipe, a FIFO, a socket or a terminal holds to be read.
    ///
    /// @param fd the descriptor
    /// @return the number of bytes, or the negated error number, ENOTTY for what does not know
    public long available(int fd) {
        long result = Native.syscall(SyscallNumber.IOCTL, fd, FIONREAD, memory.address());
        return result < 0 ? result : memory.getInt(0);
    }

    /// Tells whether a descriptor is a terminal's.
    ///
    /// @param fd the descriptor
    /// @return false when it is not, or not open
    public boolean isTerminal(int fd) {
        return Native.syscall(SyscallNumber.IOCTL, fd, TCGETS, memory.address()) == 0;
    }

    /// Tells whether device nodes cannot be opened on the mount that holds a file.
    ///
    /// @param fd the file's descriptor
    /// @return true for a mount with `nodev`
    public boolean isOnNoDevMount(int fd) {
        long result = Native.syscall(SyscallNumber.FSTATFS, fd, memory.address(), 0);
        return result == 0 && (memory.getLong(STATFS_FLAGS) & ST_NODEV) != 0;
    }

    private int clamp(int length) {
        return Math.min(length, sizeBytes());
    }

    /// Frees the memory; a second call does nothing.
    @Override
    public void close() {
        memory.close();
    }
}
