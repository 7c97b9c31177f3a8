package io.jwasm.bundle.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Makes tar archives, hostile ones too, with an implementation that is not ours.
public final class TarMaker {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream out;

    /// Makes an archive with extended headers.
    public TarMaker() {
        this(TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    /// Makes an archive.
    ///
    /// @param longFileMode a `LONGFILE_` constant
    /// @param bigNumberMode a `BIGNUMBER_` constant
    public TarMaker(int longFileMode, int bigNumberMode) {
        out = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name());
        out.setLongFileMode(longFileMode);
        out.setBigNumberMode(bigNumberMode);
    }

    /// Puts a file of mode 0644.
    ///
    /// @param name its name, as it is to be in the archive
    /// @param content its text
    /// @return this maker
    public TarMaker file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8), 0644);
    }

    /// Puts a file.
    ///
    /// @param name its name, as it is to be in the archive
    /// @param content its bytes
    /// @param mode its permission bits
    /// @return this maker
    public TarMaker file(String name, byte[] content, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
        entry.setSize(content.length);
        entry.setMode(mode);
        return put(entry, content);
    }

    /// Puts a directory.
    ///
    /// @param name its name, without slash at the end
    /// @param mode its permission bits
    /// @return this maker
    public TarMaker directory(String name, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name + "/", TarConstants.LF_DIR, true);
        entry.setMode(mode);
        return put(entry, new byte[0]);
    }

    /// Puts a symbolic link.
    ///
    /// @param name its name
    /// @param target what it points to
    /// @return this maker
    public TarMaker symbolicLink(String name, String target) {
        return link(name, target, TarConstants.LF_SYMLINK);
    }

    /// Puts a hard link.
    ///
    /// @param name its name
    /// @param target the entry that it is another name of
    /// @return this maker
    public TarMaker hardLink(String name, String target) {
        return link(name, target, TarConstants.LF_LINK);
    }

    /// Puts an entry without content.
    ///
    /// @param name its name
    /// @param type its type flag
    /// @return this maker
    public TarMaker node(String name, byte type) {
        return put(new TarArchiveEntry(name, type, true), new byte[0]);
    }

    /// Puts any entry.
    ///
    /// @param entry the entry
    /// @param content its bytes
    /// @return this maker
    public TarMaker put(TarArchiveEntry entry, byte[] content) {
        // Now has a fraction of a second, for which there would be an extended header.
        entry.setModTime(0);
        try {
            out.putArchiveEntry(entry);
            out.write(content);
            out.closeArchiveEntry();
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// Ends the archive.
    ///
    /// @return its bytes
    public byte[] bytes() {
        try {
            out.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /// Compresses bytes.
    ///
    /// @param plain the bytes
    /// @return a gzip file
    public static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return compressed.toByteArray();
    }

    private TarMaker link(String name, String target, byte type) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setLinkName(target);
        return put(entry, new byte[0]);
    }
}
