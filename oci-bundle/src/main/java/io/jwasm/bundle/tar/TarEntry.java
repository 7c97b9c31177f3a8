package io.jwasm.bundle.tar;

import java.nio.charset.StandardCharsets;

/// An entry of a tar archive.
///
/// Names are the archive's bytes, one byte a character (ISO 8859-1), so that a name that is not
/// UTF-8 comes out as it went in; [#display] makes text for people of one.
///
/// @param name the path, as the archive has it
/// @param type what kind of file it is
/// @param mode the permission bits, 0 to 07777
/// @param uid the owner's user id
/// @param gid the owner's group id
/// @param sizeBytes the size of the content, 0 for all but regular files
/// @param modifiedSeconds when it was modified, in seconds since 1970
/// @param linkName the target of a symbolic or hard link, or empty
public record TarEntry(
        String name,
        Type type,
        int mode,
        long uid,
        long gid,
        long sizeBytes,
        long modifiedSeconds,
        String linkName) {

    /// What kind of file an entry is.
    public enum Type {
        /// A file with content.
        REGULAR,
        /// A directory.
        DIRECTORY,
        /// A symbolic link.
        SYMBOLIC_LINK,
        /// Another name of an entry that came before.
        HARD_LINK,
        /// A character or block device.
        DEVICE,
        /// A named pipe.
        FIFO
    }

    /// Makes text for people of a name.
    ///
    /// @param name bytes of the archive, one a character
    /// @return the name read as UTF-8, in quotes, without control characters, cut when it is long
    public static String display(String name) {
        String text =
                new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        StringBuilder shown = new StringBuilder("\"");
        text.codePoints()
                .limit(200)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.append(text.length() > 200 ? "…\"" : "\"").toString();
    }
}
