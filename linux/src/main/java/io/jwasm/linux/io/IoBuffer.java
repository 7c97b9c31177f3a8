package io.jwasm.linux.io;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;

/// Native memory through which byte arrays are read from and written to descriptors.
///
/// The kernel cannot be given the address of a Java array, so each transfer is copied through here
/// and moves at most the buffer's size. Not thread-safe: one buffer for each thread that transfers.
/// The owner closes it.
public final class IoBuffer implements AutoCloseable {

    private final NativeBuffer memory;

    /// Allocates the buffer.
    ///
    /// @param sizeBytes the most that one transfer moves, greater than 0
    public IoBuffer(int sizeBytes) {
        memory = NativeBuffer.allocate(sizeBytes);
    }

    /// The most that one transfer moves.
    ///
    /// @return in bytes
    public int sizeBytes() {
        return (int) memory.sizeBytes();
    }

    /// Reads what is there, once; blocks when the descriptor does.
    ///
    /// @param fd where from
    /// @param target where to
    /// @param start the first index of `target`
    /// @param length the most to read
    /// @return the number of bytes; 0 at the end of the stream, or when `length` is 0
    /// @throws ErrnoException when read(2) fails, EAGAIN when a non-blocking descriptor has nothing
    public int read(HostFd fd, byte[] target, int start, int length) throws ErrnoException {
        long result;
        do {
            result = readRaw(fd.number(), target, start, length);
        } while (result == -Errno.EINTR);
        return (int) ErrnoException.check("read", result, fd);
    }

    /// Writes once; blocks when the descriptor does.
    ///
    /// @param fd where to
    /// @param source where from
    /// @param start the first index of `source`
    /// @param length the most to write
    /// @return the number of bytes written, which may be fewer
    /// @throws ErrnoException when write(2) fails, EAGAIN when a non-blocking descriptor is full,
    ///   EPIPE when nobody reads any more (the JVM ignores SIGPIPE)
    public int write(HostFd fd, byte[] source, int start, int length) throws ErrnoException {
        long result;
        do {
            result = writeRaw(fd.number(), source, start, length);
        } while (result == -Errno.EINTR);
        return (int) ErrnoException.check("write", result, fd);
    }

    /// Reads once, without an exception for failure.
    ///
    /// @param fd the descriptor's number
    /// @param target where to
    /// @param start the first index of `target`
    /// @param length the most to read
    /// @return the number of bytes, 0 at the end of the stream, or the negated error number
    public long readRaw(int fd, byte[] target, int start, int length) {
        int most = Math.min(length, sizeBytes());
        long result = Native.syscall(SyscallNumber.READ, fd, memory.address(), most);
        if (result > 0) {
            memory.get(0, target, start, (int) result);
        }
        return result;
    }

    /// Writes once, without an exception for failure.
    ///
    /// @param fd the descriptor's number
    /// @param source where from
    /// @param start the first index of `source`
    /// @param length the most to write
    /// @return the number of bytes, or the negated error number
    public long writeRaw(int fd, byte[] source, int start, int length) {
        int most = Math.min(length, sizeBytes());
        memory.put(0, source, start, most);
        return Native.syscall(SyscallNumber.WRITE, fd, memory.address(), most);
    }

    /// Frees the memory.
    @Override
    public void close() {
        memory.close();
    }
}
