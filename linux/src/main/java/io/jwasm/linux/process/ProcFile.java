package io.jwasm.linux.process;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.IoBuffer;
import java.nio.charset.StandardCharsets;

/// Small files of procfs, read and written in one system call.
final class ProcFile {

    private static final int MAX_BYTES = 4096;

    private ProcFile() {}

    static String read(String path) throws ErrnoException {
        try (HostFd file = Descriptors.open(path, OpenFlags.O_RDONLY, 0);
                IoBuffer buffer = new IoBuffer(MAX_BYTES)) {
            byte[] bytes = new byte[MAX_BYTES];
            int length = buffer.read(file, bytes, 0, bytes.length);
            // A process name may hold any bytes; ISO 8859-1 keeps each as one character.
            return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        }
    }

    static void write(String path, String text) throws ErrnoException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (HostFd file = Descriptors.open(path, OpenFlags.O_WRONLY, 0);
                IoBuffer buffer = new IoBuffer(bytes.length)) {
            ErrnoException.check(
                    "write", buffer.writeRaw(file.number(), bytes, 0, bytes.length), path);
        }
    }
}
