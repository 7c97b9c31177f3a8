package io.jwasm.bundle.tar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes a tar archive that depends on nothing but what is put into it: user and group 0, all
/// times 0. Not thread-safe.
///
/// Headers are `ustar`; a name or size that does not fit one gets a pax header before it.
public final class TarWriter implements AutoCloseable {

    private static final int BLOCK_BYTES = TarHeader.BLOCK_BYTES;

    /// The largest number that eleven octal digits hold.
    private static final long OCTAL_SIZE_MAX = (1L << 33) - 1;

    private final OutputStream out;

    /// Creates a writer.
    ///
    /// @param out where to write to; closed with this
    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /// Puts a directory.
    ///
    /// @param name its path, without slash at the start, in UTF-8 when written
    /// @param mode its permission bits
    /// @throws IOException when it cannot be written
    public void putDirectory(String name, int mode) throws IOException {
        header(name + "/", '5', mode, 0, "");
    }

    /// Puts a symbolic link.
    ///
    /// @param name its path, without slash at the start
    /// @param target what it points to
    /// @throws IOException when it cannot be written
    public void putSymbolicLink(String name, String target) throws IOException {
        header(name, '2', 0777, 0, target);
    }

    /// Puts a file.
    ///
    /// @param name its path, without slash at the start
    /// @param mode its permission bits
    /// @param content all of its bytes
    /// @throws IOException when it cannot be written
    public void putFile(String name, int mode, byte[] content) throws IOException {
        header(name, '0', mode, content.length, "");
        out.write(content);
        pad(content.length);
    }

    /// Puts a file from a stream.
    ///
    /// @param name its path, without slash at the start
    /// @param mode its permission bits
    /// @param sizeBytes how many bytes the stream holds
    /// @param content the bytes
    /// @throws IOException when it cannot be written, or the stream holds fewer or more bytes
    public void putFile(String name, int mode, long sizeBytes, InputStream content)
            throws IOException {
        header(name, '0', mode, sizeBytes, "");
        long count = content.transferTo(out);
        if (count != sizeBytes) {
            throw new IOException(
                    "\"%s\" changed while it was read: it had %d bytes and gave %d"
                            .formatted(name, sizeBytes, count));
        }
        pad(sizeBytes);
    }

    /// Ends the archive and closes the stream.
    ///
    /// @throws IOException when it cannot be written
    @Override
    public void close() throws IOException {
        out.write(new byte[2 * BLOCK_BYTES]);
        out.close();
    }

    private void header(String name, char type, int mode, long size, String link)
            throws IOException {
        ByteArrayOutputStream pax = new ByteArrayOutputStream();
        byte[] nameBytes = fitting(pax, "path", name);
        byte[] linkBytes = fitting(pax, "linkpath", link);
        if (size > OCTAL_SIZE_MAX) {
            record(pax, "size", Long.toString(size).getBytes(StandardCharsets.US_ASCII));
        }
        if (pax.size() > 0) {
            byte[] records = pax.toByteArray();
            byte[] paxName = "PaxHeader".getBytes(StandardCharsets.US_ASCII);
            block(paxName, 'x', 0644, records.length, new byte[0]);
            out.write(records);
            pad(records.length);
        }
        block(nameBytes, type, mode, Math.min(size, OCTAL_SIZE_MAX), linkBytes);
    }

    /// What of a name goes into the header; when that is not all, a record has all of it.
    private static byte[] fitting(ByteArrayOutputStream pax, String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= 100) {
            return bytes;
        }
        record(pax, key, bytes);
        return Arrays.copyOf(bytes, 100);
    }

    /// A record's length counts its own digits.
    private static void record(ByteArrayOutputStream pax, String key, byte[] value) {
        int rest = key.length() + value.length + 3;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        pax.writeBytes("%d %s=".formatted(length, key).getBytes(StandardCharsets.US_ASCII));
        pax.writeBytes(value);
        pax.write('\n');
    }

    private void block(byte[] name, char type, int mode, long size, byte[] link)
            throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        System.arraycopy(name, 0, block, 0, name.length);
        octal(block, 100, 7, mode);
        octal(block, 108, 7, 0);
        octal(block, 116, 7, 0);
        octal(block, 124, 11, size);
        octal(block, 136, 11, 0);
        block[156] = (byte) type;
        System.arraycopy(link, 0, block, 157, link.length);
        text(block, 257, "ustar\00000");
        checksum(block);
        out.write(block);
    }

    private static void checksum(byte[] block) {
        text(block, 148, "        ");
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        octal(block, 148, 6, sum);
        block[154] = 0;
    }

    private static void octal(byte[] block, int offset, int digits, long value) {
        text(block, offset, ("%0" + digits + "o").formatted(value));
    }

    private static void text(byte[] block, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, offset, bytes.length);
    }

    private void pad(long size) throws IOException {
        out.write(new byte[(int) (-size & BLOCK_BYTES - 1)]);
    }
}
