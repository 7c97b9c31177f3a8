package io.jwasm.core.files;

import io.jwasm.linux.ByteText;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.ConfinedOpen;
import io.jwasm.linux.fs.FileStatus;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.OpenHow;
import io.jwasm.linux.fs.PathCalls;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Finds the places in a tree that mounts go to, and makes those that are missing, as the other
/// runtimes do: links of the image are followed within the tree, also where they lead to nothing
/// yet. Confined to one thread.
final class MountPlaces implements AutoCloseable {

    private static final OpenHow PLACE = OpenHow.inRoot(OpenFlags.O_PATH);

    /// As many as Linux follows in one path (`MAXSYMLINKS`).
    private static final int LINKS = 40;

    private static final int DIRECTORY_MODE = 0755;
    private static final int FILE_MODE = 0644;

    /// Names may be no text: this loses nothing of their bytes.
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private final HostFd root;
    private final PathCalls calls = new PathCalls();

    /// @param root the tree's root; stays the caller's
    MountPlaces(HostFd root) {
        this.root = root;
    }

    /// Opens a place of the right kind, and makes it where it is missing.
    ///
    /// @param path an absolute path of the guest
    /// @param isDirectory what it is to be, a directory or a file
    /// @throws ErrnoException ENOTDIR or EISDIR when it is of the other kind, EROFS when it cannot
    ///   be made
    HostFd findOrMake(String path, boolean isDirectory) throws ErrnoException {
        Optional<HostFd> found = find(path);
        HostFd place = found.isPresent() ? found.get() : make(path, isDirectory);
        if (isDirectory(place) != isDirectory) {
            place.close();
            int errno = isDirectory ? Errno.ENOTDIR : Errno.EISDIR;
            throw new ErrnoException("move_mount", errno, "place in the root filesystem");
        }
        return place;
    }

    /// Opens a place; empty when there is none.
    Optional<HostFd> find(String path) throws ErrnoException {
        try {
            return Optional.of(ConfinedOpen.open(root, path, PLACE));
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    boolean isDirectory(HostFd place) throws ErrnoException {
        ErrnoException.check("statx", calls.statx(place.number()), place);
        return calls.status().type() == FileStatus.S_IFDIR;
    }

    private HostFd make(String path, boolean isDirectory) throws ErrnoException {
        Deque<String> left = new ArrayDeque<>();
        prepend(left, ByteText.encode(path));
        List<String> done = new ArrayList<>(); // without links
        int links = 0;
        while (!left.isEmpty()) {
            String name = left.pop();
            if (name.equals("..")) {
                removeLast(done);
                continue;
            }
            try (HostFd parent = open(done)) {
                byte[] link = step(parent, name, left.isEmpty() && !isDirectory);
                if (link.length == 0) {
                    done.add(name);
                } else if (++links > LINKS) {
                    throw new ErrnoException("readlinkat", Errno.ELOOP, path);
                } else {
                    follow(link, done, left);
                }
            }
        }
        return open(done);
    }

    /// Makes one name if it is missing; answers where it leads when it is a link, else nothing.
    private byte[] step(HostFd parent, String name, boolean isFile) throws ErrnoException {
        byte[] bytes = name.getBytes(BYTES);
        long seen = calls.statx(parent.number(), bytes, PathCalls.AT_SYMLINK_NOFOLLOW);
        if (seen == -Errno.ENOENT) {
            long made =
                    isFile
                            ? calls.mknodAt(
                                    parent.number(), bytes, FileStatus.S_IFREG | FILE_MODE, 0)
                            : calls.mkdirAt(parent.number(), bytes, DIRECTORY_MODE);
            ErrnoException.check(isFile ? "mknodat" : "mkdirat", made, name);
            return new byte[0];
        }
        ErrnoException.check("statx", seen, name);
        if (calls.status().type() != FileStatus.S_IFLNK) {
            return new byte[0];
        }
        long length = calls.readLinkAt(parent.number(), bytes);
        return calls.link((int) ErrnoException.check("readlinkat", length, name));
    }

    private static void follow(byte[] link, List<String> done, Deque<String> left) {
        if (link[0] == '/') {
            done.clear();
        }
        prepend(left, link);
    }

    private static void prepend(Deque<String> left, byte[] path) {
        List<String> names = List.of(new String(path, BYTES).split("/", -1));
        for (String name : names.reversed()) {
            if (!name.isEmpty() && !name.equals(".")) {
                left.push(name);
            }
        }
    }

    private static void removeLast(List<String> names) {
        if (!names.isEmpty()) {
            names.removeLast();
        }
    }

    private HostFd open(List<String> names) throws ErrnoException {
        return ConfinedOpen.open(root, ("/" + String.join("/", names)).getBytes(BYTES), PLACE);
    }

    @Override
    public void close() {
        calls.close();
    }
}
