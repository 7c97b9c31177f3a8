package io.jwasm.wasi.engine.disk;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.zip.CRC32C;

/// An entry's file, open for reading. Thread-safe.
///
/// Reads by position with plain system calls: a file channel would take what is asked of a guest
/// for an interruption and close itself, and a thread that has given up its rights can no longer
/// open files. The descriptor is closed when nobody refers to this object any more.
final class EntryFile {

    private static final int CHUNK_BYTES = 1 << 20;
    private static final Cleaner CLEANER = Cleaner.create();

    private final HostFd file;

    EntryFile(HostFd file) {
        this.file = file;
        var _ = CLEANER.register(this, file::close);
    }

    /// Reads a range of bytes, all of it.
    byte[] read(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        try (NativeBuffer buffer = NativeBuffer.allocate(Math.clamp(length, 1, CHUNK_BYTES))) {
            int done = 0;
            while (done < length) {
                int count = read(buffer, offset + done, length - done);
                buffer.get(0, bytes, done, count);
                done += count;
            }
        }
        return bytes;
    }

    /// Computes the checksum of the first bytes.
    int checksum(long length) throws IOException {
        CRC32C checksum = new CRC32C();
        byte[] bytes = new byte[Math.clamp(length, 1, CHUNK_BYTES)];
        try (NativeBuffer buffer = NativeBuffer.allocate(bytes.length)) {
            long done = 0;
            while (done < length) {
                int count = read(buffer, done, length - done);
                buffer.get(0, bytes, 0, count);
                checksum.update(bytes, 0, count);
                done += count;
            }
        }
        return (int) checksum.getValue();
    }

    private int read(NativeBuffer buffer, long offset, long wanted) throws IOException {
        long most = Math.min(buffer.sizeBytes(), wanted);
        try {
            long count =
                    ErrnoException.check(
                            "pread64",
                            Native.syscall(
                                    SyscallNumber.PREAD64,
                                    file.number(),
                                    buffer.address(),
                                    most,
                                    offset,
                                    0,
                                    0),
                            file);
            if (count == 0) {
                throw new IOException("it ends at byte " + offset);
            }
            return (int) count;
        } catch (ErrnoException failure) {
            throw new IOException(failure);
        }
    }
}
