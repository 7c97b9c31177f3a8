package io.jwasm.bundle.tar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads a tar archive, entry by entry: `ustar`, pax, GNU and old archives. Not thread-safe.
///
/// What it holds in memory is bounded whatever the archive says. Sparse files and archives in
/// several volumes are refused; extended headers for the whole archive are skipped, as they carry
/// only comments in practice.
public final class TarReader {

    /// The most bytes of a name, and of a link's target: Linux's `PATH_MAX`.
    static final int NAME_LIMIT_BYTES = 4096;

    /// The most bytes of an extended header. Attributes with file capabilities or ACLs are below 64
    /// KiB each.
    static final int EXTENDED_LIMIT_BYTES = 1 << 20;

    private static final int BLOCK_BYTES = TarHeader.BLOCK_BYTES;
    private static final int SKIP_BUFFER_BYTES = 64 << 10;

    private final InputStream in;
    private final byte[] skipped = new byte[SKIP_BUFFER_BYTES];
    private long position;
    private long contentEnd;
    private long entryEnd;

    /// Creates a reader; nothing is read yet.
    ///
    /// @param in the archive, which stays the caller's to close
    public TarReader(InputStream in) {
        this.in = in;
    }

    /// Tells whether bytes may be the start of a tar archive.
    ///
    /// @param head the first bytes of a file
    /// @return whether they begin with a header whose checksum is right
    public static boolean isTar(byte[] head) {
        return head.length >= BLOCK_BYTES
                && !TarHeader.isZero(head)
                && TarHeader.isHeader(Arrays.copyOf(head, BLOCK_BYTES));
    }

    /// Goes to the next entry; what was left of the one before is skipped.
    ///
    /// @return the entry, or null at the end of the archive
    /// @throws IOException when the archive is malformed or cannot be read
    public @Nullable TarEntry next() throws IOException {
        String longName = "";
        String longLink = "";
        PaxRecords pax = PaxRecords.NONE;
        while (true) {
            TarHeader header = nextHeader();
            if (header == null) {
                return null;
            }
            switch (header.type()) {
                case 'L' -> longName = longText(header);
                case 'K' -> longLink = longText(header);
                case 'x', 'X' -> pax = PaxRecords.parse(content(header, EXTENDED_LIMIT_BYTES));
                case 'g', 'V' -> expect(header.sizeBytes());
                default -> {
                    return entry(header, longName, longLink, pax);
                }
            }
        }
    }

    /// The content of the current entry.
    ///
    /// @return a stream that ends where the content ends; closing it does nothing
    public InputStream content() {
        return new Content();
    }

    /// Where the current entry's content begins.
    ///
    /// @return the offset in the archive, in bytes
    public long position() {
        return position;
    }

    private TarEntry entry(TarHeader header, String longName, String longLink, PaxRecords pax)
            throws IOException {
        String name = pax.text("path", longName.isEmpty() ? header.name() : longName);
        String link = pax.text("linkpath", longLink.isEmpty() ? header.linkName() : longLink);
        checkName(name);
        checkName(link);
        TarEntry.Type type = type(header.type(), name, pax);
        boolean hasContent = type == TarEntry.Type.REGULAR;
        // Links and directories have none, whatever their header says, as with other readers.
        long size = hasContent ? pax.number("size", header.sizeBytes()) : 0;
        expect(size);
        return new TarEntry(
                name,
                type,
                header.mode(),
                pax.number("uid", header.uid()),
                pax.number("gid", header.gid()),
                size,
                pax.number("mtime", header.modifiedSeconds()),
                link);
    }

    private static TarEntry.Type type(char type, String name, PaxRecords pax) throws TarException {
        if (type == 'S' || pax.isSparse()) {
            throw new TarException(
                    "entry %s: sparse files are not supported".formatted(TarEntry.display(name)));
        }
        return switch (type) {
            // Before POSIX, a slash at the end told a directory.
            case '\0', '0', '7' ->
                    name.endsWith("/") ? TarEntry.Type.DIRECTORY : TarEntry.Type.REGULAR;
            case '1' -> TarEntry.Type.HARD_LINK;
            case '2' -> TarEntry.Type.SYMBOLIC_LINK;
            case '3', '4' -> TarEntry.Type.DEVICE;
            case '5' -> TarEntry.Type.DIRECTORY;
            case '6' -> TarEntry.Type.FIFO;
            default ->
                    throw new TarException(
                            "entry %s: the type 0x%02x is not supported"
                                    .formatted(TarEntry.display(name), (int) type));
        };
    }

    private static void checkName(String name) throws TarException {
        if (name.length() > NAME_LIMIT_BYTES) {
            throw new TarException(
                    "entry %s: a name of %d bytes is longer than the %d that it may have"
                            .formatted(TarEntry.display(name), name.length(), NAME_LIMIT_BYTES));
        }
        if (name.indexOf('\0') >= 0) {
            throw new TarException(
                    "entry %s: a name holds a NUL".formatted(TarEntry.display(name)));
        }
    }

    private @Nullable TarHeader nextHeader() throws IOException {
        skipTo(entryEnd);
        byte[] block = new byte[BLOCK_BYTES];
        int count = in.readNBytes(block, 0, BLOCK_BYTES);
        position += count;
        // An archive ends with two blocks of zeros; some writers leave them out.
        if (count == 0) {
            return null;
        }
        if (count < BLOCK_BYTES) {
            throw truncated();
        }
        if (TarHeader.isZero(block)) {
            contentEnd = position;
            entryEnd = position;
            return null;
        }
        return TarHeader.of(block);
    }

    private String longText(TarHeader header) throws IOException {
        byte[] bytes = content(header, NAME_LIMIT_BYTES + 1);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private byte[] content(TarHeader header, int limitBytes) throws IOException {
        long size = header.sizeBytes();
        if (size > limitBytes) {
            throw new TarException(
                    "a header of %d bytes is longer than the %d that it may have"
                            .formatted(size, limitBytes));
        }
        expect(size);
        byte[] bytes = in.readNBytes((int) size);
        position += bytes.length;
        if (bytes.length < size) {
            throw truncated();
        }
        return bytes;
    }

    private void expect(long contentBytes) throws TarException {
        long padded = (contentBytes + BLOCK_BYTES - 1) & -BLOCK_BYTES;
        if (contentBytes < 0 || padded < contentBytes || position + padded < position) {
            throw new TarException("an entry's size is out of range");
        }
        contentEnd = position + contentBytes;
        entryEnd = position + padded;
    }

    private void skipTo(long end) throws IOException {
        while (position < end) {
            int most = (int) Math.min(skipped.length, end - position);
            int count = in.read(skipped, 0, most);
            if (count < 0) {
                throw truncated();
            }
            position += count;
        }
    }

    private static TarException truncated() {
        return new TarException("the archive is truncated");
    }

    /// Reads up to the end of the current entry's content.
    private final class Content extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            long remaining = contentEnd - position;
            if (remaining <= 0) {
                return -1;
            }
            int count = in.read(target, offset, (int) Math.min(length, remaining));
            if (count < 0) {
                throw truncated();
            }
            position += count;
            return count;
        }
    }
}
