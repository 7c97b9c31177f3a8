package io.jwasm.wasi.engine.module;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.wasi.engine.ModuleException;
import io.jwasm.wasi.engine.memory.Bytes;
import java.util.Arrays;

/// Reads a module's file, from its start and by position, so that one descriptor serves many reads.
public final class ModuleFile {

    private static final int CHUNK_BYTES = 1 << 18;

    private ModuleFile() {}

    /// Reads the whole file.
    ///
    /// @param file the file, opened for reading
    /// @param name what the module is called in messages
    /// @param maxBytes the most that is read
    /// @return its content
    /// @throws ModuleException when it cannot be read or is larger than the limit
    public static byte[] read(HostFd file, String name, int maxBytes) throws ModuleException {
        byte[] bytes = new byte[CHUNK_BYTES];
        int length = 0;
        try (NativeBuffer buffer = NativeBuffer.allocate(CHUNK_BYTES)) {
            while (true) {
                int count = readChunk(file, name, buffer, length);
                if (count == 0) {
                    return Arrays.copyOf(bytes, length);
                }
                if (count > maxBytes - length) {
                    throw new ModuleException(
                            "\"%s\" is larger than %s, the limit for a module"
                                    .formatted(name, Bytes.format(maxBytes)),
                            null);
                }
                if (count > bytes.length - length) {
                    long doubled = Math.min(2L * bytes.length, maxBytes);
                    bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, length + count));
                }
                buffer.get(0, bytes, length, count);
                length += count;
            }
        }
    }

    private static int readChunk(HostFd file, String name, NativeBuffer buffer, long offset)
            throws ModuleException {
        while (true) {
            long result =
                    Native.syscall(
                            SyscallNumber.PREAD64,
                            file.number(),
                            buffer.address(),
                            buffer.sizeBytes(),
                            offset,
                            0,
                            0);
            if (result >= 0) {
                return (int) result;
            }
            if (result != -Errno.EINTR) {
                throw unreadable(name, (int) -result);
            }
        }
    }

    private static ModuleException unreadable(String name, int errno) {
        String cause =
                switch (errno) {
                    case Errno.EISDIR -> "is a directory";
                    case Errno.ESPIPE -> "is no regular file";
                    default -> "cannot be read: " + Errno.describe(errno);
                };
        return new ModuleException("\"%s\" %s".formatted(name, cause), null);
    }
}
