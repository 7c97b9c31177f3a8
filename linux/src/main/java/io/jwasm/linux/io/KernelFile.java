package io.jwasm.linux.io;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Small files of procfs and of control groups, whose content the kernel makes up when it is read
/// and obeys when it is written.
///
/// Thread-safe.
public final class KernelFile {

    private static final int CHUNK_BYTES = 4096;

    private KernelFile() {}

    /// Reads a file whole.
    ///
    /// @param path the file
    /// @return its content; one character for each byte, because a process's name may hold any
    /// @throws ErrnoException when it cannot be opened or read
    public static String read(String path) throws ErrnoException {
        try (HostFd file = Descriptors.open(path, OpenFlags.O_RDONLY, 0);
                IoBuffer buffer = new IoBuffer(CHUNK_BYTES)) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            byte[] bytes = new byte[CHUNK_BYTES];
            int length = buffer.read(file, bytes, 0, bytes.length);
            while (length > 0) {
                content.write(bytes, 0, length);
                length = buffer.read(file, bytes, 0, bytes.length);
            }
            return content.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /// Writes a file in one system call, which is what the kernel takes for one request.
    ///
    /// @param path the file
    /// @param text what to write
    /// @throws ErrnoException when it cannot be opened, or the kernel refuses the request
    public static void write(String path, String text) throws ErrnoException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (HostFd file = Descriptors.open(path, OpenFlags.O_WRONLY, 0);
                IoBuffer buffer = new IoBuffer(bytes.length)) {
            ErrnoException.check(
                    "write", buffer.writeRaw(file.number(), bytes, 0, bytes.length), path);
        }
    }
}
