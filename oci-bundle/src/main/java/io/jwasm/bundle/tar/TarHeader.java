package io.jwasm.bundle.tar;

import java.nio.charset.StandardCharsets;

/// One block of 512 bytes that begins an entry: the `ustar` header of [POSIX
/// pax](https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06), with
/// what [GNU tar](https://www.gnu.org/software/tar/manual/html_node/Standard.html) changed.
final class TarHeader {

    static final int BLOCK_BYTES = 512;

    private static final int NAME = 0;
    private static final int MODE = 100;
    private static final int UID = 108;
    private static final int GID = 116;
    private static final int SIZE = 124;
    private static final int MTIME = 136;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int LINK_NAME = 157;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;

    private final byte[] block;

    private TarHeader(byte[] block) {
        this.block = block;
    }

    static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /// Tells whether a block may begin an archive, by its checksum.
    static boolean isHeader(byte[] block) {
        try {
            of(block);
            return true;
        } catch (TarException _) {
            // That is the answer: what these bytes are is not known.
            return false;
        }
    }

    static TarHeader of(byte[] block) throws TarException {
        TarHeader header = new TarHeader(block);
        int unsigned = 0;
        int signed = 0;
        for (int i = 0; i < BLOCK_BYTES; i++) {
            boolean isChecksum = i >= CHECKSUM && i < TYPE;
            byte b = isChecksum ? (byte) ' ' : block[i];
            unsigned += b & 0xff;
            signed += b;
        }
        long expected = header.number(CHECKSUM, 8, "checksum");
        // Old archivers summed signed bytes.
        if (expected != unsigned && expected != signed) {
            throw new TarException("a header's checksum is wrong");
        }
        return header;
    }

    char type() {
        return (char) (block[TYPE] & 0xff);
    }

    /// The name, with the prefix before it that only POSIX archives have: GNU's keep times there.
    String name() {
        String name = text(NAME, 100);
        boolean isPosix = text(MAGIC, 6).equals("ustar");
        String prefix = isPosix ? text(PREFIX, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    String linkName() {
        return text(LINK_NAME, 100);
    }

    int mode() throws TarException {
        return (int) (number(MODE, 8, "mode") & 07777);
    }

    long uid() throws TarException {
        return number(UID, 8, "uid");
    }

    long gid() throws TarException {
        return number(GID, 8, "gid");
    }

    long sizeBytes() throws TarException {
        return number(SIZE, 12, "size");
    }

    long modifiedSeconds() throws TarException {
        // A negative time, before 1970, is legal in base 256; it is not worth a failure.
        return block[MTIME] == (byte) 0xff ? 0 : number(MTIME, 12, "mtime");
    }

    private String text(int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return new String(block, offset, end - offset, StandardCharsets.ISO_8859_1);
    }

    private long number(int offset, int length, String field) throws TarException {
        return (block[offset] & 0x80) != 0
                ? base256(offset, length, field)
                : octal(offset, length, field);
    }

    /// GNU's form for values that octal digits cannot hold: the rest of the field is one big-endian
    /// number.
    private long base256(int offset, int length, String field) throws TarException {
        long value = block[offset] & 0x7f;
        for (int i = offset + 1; i < offset + length; i++) {
            if (value >>> (Long.SIZE - 9) != 0) {
                throw new TarException("a header's %s is out of range".formatted(field));
            }
            value = value << 8 | (block[i] & 0xff);
        }
        return value;
    }

    private long octal(int offset, int length, String field) throws TarException {
        long value = 0;
        for (char digit : text(offset, length).strip().toCharArray()) {
            if (digit < '0' || digit > '7') {
                throw new TarException("a header's %s is not a number".formatted(field));
            }
            value = value << 3 | (digit - '0');
        }
        return value;
    }
}
