package io.jwasm.it.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes a tar archive in memory, in the ustar format of POSIX.1-2008 (pax, section "ustar
/// Interchange Format"), with all times 0. Not thread-safe.
final class Tar {
    private static final int BLOCK = 512;
    private static final int CHECKSUM_OFFSET = 148;
    private static final int CHECKSUM_SIZE = 8;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Tar file(String name, int mode, byte[] content) {
        header(name, '0', mode, content.length, "");
        out.writeBytes(content);
        out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        return this;
    }

    Tar directory(String name) {
        header(name + "/", '5', 0755, 0, "");
        return this;
    }

    Tar link(String name, String target) {
        header(name, '2', 0777, 0, target);
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        whole.writeBytes(new byte[2 * BLOCK]);
        return whole.toByteArray();
    }

    private void header(String name, char type, int mode, int size, String target) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "%07o".formatted(mode));
        put(header, 108, "0000000"); // uid
        put(header, 116, "0000000"); // gid
        put(header, 124, "%011o".formatted(size));
        put(header, 136, "00000000000"); // mtime
        put(header, 156, String.valueOf(type));
        put(header, 157, target);
        put(header, 257, "ustar\00000");
        Arrays.fill(header, CHECKSUM_OFFSET, CHECKSUM_OFFSET + CHECKSUM_SIZE, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += Byte.toUnsignedInt(b);
        }
        put(header, CHECKSUM_OFFSET, "%06o\0".formatted(sum));
        out.writeBytes(header);
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
