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

    private final NativeBuffer memory;

    /// Allocates the buffer.
    ///
    /// @param sizeBytes the most that one call moves
    public TransferBuffer(int sizeBytes) {
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

    private int clamp(int length) {
        return Math.min(length, sizeBytes());
    }

    /// Frees the memory; a second call does nothing.
    @Override
    public void close() {
        memory.close();
    }
}
