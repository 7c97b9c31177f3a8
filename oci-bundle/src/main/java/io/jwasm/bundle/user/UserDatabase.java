package io.jwasm.bundle.user;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.spec.UserSpec;
import io.jwasm.linux.ByteText;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.ConfinedOpen;
import io.jwasm.linux.fs.FileStatus;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.OpenHow;
import io.jwasm.linux.fs.PathCalls;
import io.jwasm.linux.io.IoBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files `/etc/passwd` and `/etc/group` of a root file system, read when they are needed
/// ([passwd(5)](https://man7.org/linux/man-pages/man5/passwd.5.html),
/// [group(5)](https://man7.org/linux/man-pages/man5/group.5.html)). A file that is missing has no
/// entries, and lines that are no entries are skipped, as by the C library.
///
/// They are an image's, so whatever is in them must be expected; links in the way stay within the
/// root. Thread-safe.
public final class UserDatabase {

    /// Larger ones are cut; the largest real ones have some thousand lines.
    private static final int SIZE_LIMIT_BYTES = 4 << 20;

    /// Names are compared, not shown, and may be no text in any encoding: this loses nothing.
    private static final Charset BYTE_PER_CHARACTER = StandardCharsets.ISO_8859_1;

    private static final int CHUNK_BYTES = 64 << 10;
    private static final long ID_MAX = 0xffff_fffeL;
    private static final int NAME = 0;
    private static final int ID = 2;
    private static final int PASSWD_GROUP = 3;
    private static final int GROUP_MEMBERS = 3;
    private static final int FIELDS = 4;

    /// What a thread has at the most (`NGROUPS_MAX` in `linux/limits.h`).
    private static final int GROUPS_MAX = 65_536;

    private static final Pattern LINE_END = Pattern.compile("\n");
    private static final OpenHow PLACE = OpenHow.inRoot(OpenFlags.O_PATH);
    private static final OpenHow READ =
            OpenHow.inRoot(OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_NOCTTY);

    private final HostFd root;

    /// Reads from a root file system.
    ///
    /// @param root its directory; stays the caller's
    public UserDatabase(HostFd root) {
        this.root = root;
    }

    /// Resolves the user of a process.
    ///
    /// @param user the user, by ids or by name
    /// @return its ids
    /// @throws BundleException when a name is not known, or an id out of range
    public ResolvedUser resolve(UserSpec user) throws BundleException {
        return user.username().isEmpty()
                ? new ResolvedUser(user.uid(), user.gid(), user.additionalGids())
                : resolve(user.username());
    }

    /// Resolves `USER[:GROUP]`, each by name or number, as an image's configuration has it: a group
    /// that is not given is the user's own, and then the user's further groups count too.
    ///
    /// @param text the user
    /// @return its ids
    /// @throws BundleException when a name is not known, or an id out of range
    public ResolvedUser resolve(String text) throws BundleException {
        int colon = text.indexOf(':');
        String userText = colon < 0 ? text : text.substring(0, colon);
        String groupText = colon < 0 ? "" : text.substring(colon + 1);
        Optional<String[]> entry = entry("etc/passwd", userText.isEmpty() ? "0" : userText);
        long uid = id("user", userText.isEmpty() ? "0" : userText, entry, ID);
        if (!groupText.isEmpty()) {
            return new ResolvedUser(
                    uid, id("group", groupText, entry("etc/group", groupText), ID), List.of());
        }
        long gid = entry.flatMap(fields -> number(fields[PASSWD_GROUP])).orElse(0L);
        List<Long> groups = entry.isPresent() ? groupsOf(entry.get()[NAME], gid) : List.of();
        return new ResolvedUser(uid, gid, groups);
    }

    /// An entry by name, or else by number.
    private Optional<String[]> entry(String file, String name) {
        String wanted = new String(ByteText.encode(name), BYTE_PER_CHARACTER);
        String text = text(file);
        Optional<String[]> byName =
                entries(text).filter(fields -> fields[NAME].equals(wanted)).findFirst();
        return byName.isPresent()
                ? byName
                : entries(text).filter(fields -> fields[ID].equals(wanted)).findFirst();
    }

    private static long id(String kind, String text, Optional<String[]> entry, int field)
            throws BundleException {
        Optional<Long> id = number(entry.map(fields -> fields[field]).orElse(text));
        return id.orElseThrow(() ->
                BundleException.invalid(
                        "%s \"%s\" is not in /etc/%s of the root filesystem"
                                .formatted(kind, text, kind.equals("user") ? "passwd" : "group")));
    }

    private List<Long> groupsOf(String name, long gid) {
        String member = "," + name + ",";
        return entries(text("etc/group"))
                .filter(fields -> ("," + fields[GROUP_MEMBERS] + ",").contains(member))
                .flatMap(fields -> number(fields[ID]).stream())
                .filter(id -> id != gid)
                .distinct()
                .limit(GROUPS_MAX)
                .toList();
    }

    private static Optional<Long> number(String text) {
        try {
            long number = Long.parseLong(text);
            return number < 0 || number > ID_MAX ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// One after the other, for a file may have millions of them.
    private static Stream<String[]> entries(String text) {
        return LINE_END.splitAsStream(text)
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(":", FIELDS + 1))
                .filter(fields -> fields.length >= FIELDS);
    }

    private String text(String file) {
        try {
            try (HostFd place = ConfinedOpen.open(root, file, PLACE)) {
                if (!isRegular(place)) {
                    return ""; // Opening a FIFO or a device does something already.
                }
            }
            try (HostFd opened = ConfinedOpen.open(root, file, READ)) {
                return isRegular(opened) ? read(opened) : "";
            }
        } catch (ErrnoException _) {
            return ""; // An image need not have the file, and may have anything in its place.
        }
    }

    private static boolean isRegular(HostFd file) {
        try (PathCalls calls = new PathCalls()) {
            return calls.statx(file.number()) == 0 && calls.status().type() == FileStatus.S_IFREG;
        }
    }

    private static String read(HostFd file) {
        StringBuilder text = new StringBuilder();
        byte[] bytes = new byte[CHUNK_BYTES];
        try (IoBuffer buffer = new IoBuffer(CHUNK_BYTES)) {
            long length = buffer.readRaw(file.number(), bytes, 0, bytes.length);
            while (length > 0 && text.length() < SIZE_LIMIT_BYTES) {
                text.append(new String(bytes, 0, (int) length, BYTE_PER_CHARACTER));
                length = buffer.readRaw(file.number(), bytes, 0, bytes.length);
            }
        }
        return text.toString();
    }
}
