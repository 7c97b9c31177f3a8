package io.jwasm.linux.io;

import static io.jwasm.linux.OpenFlags.O_NONBLOCK;
import static io.jwasm.linux.OpenFlags.O_RDONLY;
import static io.jwasm.linux.OpenFlags.O_WRONLY;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;

/// Our side of a named pipe that a client of containerd has made: the end that we use, and the
/// other end, kept open so that the client may come late, leave and come again.
///
/// Nothing here blocks: both ends are opened with `O_NONBLOCK`, the reading one first, because
/// without a reader the writing one fails with ENXIO
/// ([fifo(7)](https://man7.org/linux/man-pages/man7/fifo.7.html)). While the keeper is open a
/// writer never meets EPIPE and a reader never meets the end of the stream.
///
/// @param end the end to read from or write to
/// @param keeper the other end; of a reading FIFO its closing lets the reader see the end of the
///   stream as soon as the client has gone too
public record Fifo(HostFd end, HostFd keeper) implements AutoCloseable {

    private static final int AT_FDCWD = -100;
    private static final int STATX_TYPE = 1;
    private static final int STATX_BYTES = 256;
    private static final int STX_MODE = 28; // offset in struct statx
    private static final int S_IFMT = 0xf000;
    private static final int S_IFIFO = 0x1000;

    /// Opens a FIFO to read from: a container's standard input.
    ///
    /// @param path the FIFO
    /// @return the reading end, and a writing end as keeper
    /// @throws ErrnoException when openat(2) fails
    public static Fifo forReading(String path) throws ErrnoException {
        HostFd reader = Descriptors.open(path, O_RDONLY | O_NONBLOCK, 0);
        return new Fifo(reader, openWriter(path, reader));
    }

    /// Opens a FIFO to write to: a container's standard output or error.
    ///
    /// What is written waits in the FIFO, up to its capacity, for a client that is not there; then
    /// write answers EAGAIN.
    ///
    /// @param path the FIFO
    /// @return the writing end, and a reading end as keeper
    /// @throws ErrnoException when openat(2) fails
    public static Fifo forWriting(String path) throws ErrnoException {
        HostFd reader = Descriptors.open(path, O_RDONLY | O_NONBLOCK, 0);
        return new Fifo(openWriter(path, reader), reader);
    }

    private static HostFd openWriter(String path, HostFd reader) throws ErrnoException {
        try {
            return Descriptors.open(path, O_WRONLY | O_NONBLOCK, 0);
        } catch (ErrnoException failure) {
            reader.close();
            throw failure;
        }
    }

    /// Makes a FIFO in the file system, mkfifo(3).
    ///
    /// @param path where; must not exist
    /// @param mode its permission bits, less the umask
    /// @throws ErrnoException when mknodat(2) fails
    public static void make(String path, int mode) throws ErrnoException {
        try (NativeBuffer name = NativeBuffer.ofCString(path)) {
            long result =
                    Native.syscall(
                            SyscallNumber.MKNODAT,
                            AT_FDCWD,
                            name.address(),
                            S_IFIFO | mode,
                            0,
                            0,
                            0);
            ErrnoException.check("mknodat", result, path);
        }
    }

    /// Tells whether a path leads to a FIFO.
    ///
    /// @param path the path; symbolic links are followed
    /// @return false when it is something else
    /// @throws ErrnoException when statx(2) fails, ENOENT when there is nothing
    public static boolean isFifo(String path) throws ErrnoException {
        try (NativeBuffer name = NativeBuffer.ofCString(path);
                NativeBuffer status = NativeBuffer.allocate(STATX_BYTES)) {
            long result =
                    Native.syscall(
                            SyscallNumber.STATX,
                            AT_FDCWD,
                            name.address(),
                            0,
                            STATX_TYPE,
                            status.address(),
                            0);
            ErrnoException.check("statx", result, path);
            return (status.getShort(STX_MODE) & S_IFMT) == S_IFIFO;
        }
    }

    /// Closes both ends.
    @Override
    public void close() {
        keeper.close();
        end.close();
    }
}
