package io.jwasm.bundle.unpack;

import io.jwasm.bundle.tar.TarException;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.FileStatus;
import io.jwasm.linux.fs.FileTimes;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.PathCalls;
import io.jwasm.linux.fs.ResolveFlags;
import io.jwasm.linux.fs.TransferBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A directory that an image is unpacked into. Not thread-safe.
///
/// Each path's parent is resolved by the kernel with the directory as root, so that links of the
/// image mean what they mean in a container and none leads out; the last part is then created,
/// never followed.
final class UnpackTree implements AutoCloseable {

    private static final int PLACE = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY;
    private static final int LIST =
            OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;
    private static final int IN_ROOT =
            ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_MAGICLINKS;
    private static final int HERE = ResolveFlags.RESOLVE_BENEATH | ResolveFlags.RESOLVE_NO_SYMLINKS;

    private static final int COPY_BUFFER_BYTES = 128 << 10;

    /// Each level of a removal holds a descriptor; a process has 1,024 at least.
    private static final int REMOVAL_DEPTH_MAX = 200;

    private static final int PARENT_MODE = 0755;

    private final HostFd root;
    private final PathCalls calls = new PathCalls();
    private final TransferBuffer buffer = new TransferBuffer(COPY_BUFFER_BYTES);
    private final byte[] chunk = new byte[COPY_BUFFER_BYTES];

    /// Creates the tree; the directory stays the caller's to close.
    UnpackTree(HostFd root) {
        this.root = root;
    }

    /// Makes a directory, or keeps the one that is there and gives it the attributes.
    void putDirectory(TreePath path, Attributes attributes) throws IOException {
        try (HostFd parent = openParent(path)) {
            if (typeOf(parent, path) != FileStatus.S_IFDIR) {
                remove(parent, path, 0);
                int mode = attributes.mode() | 0700;
                check("mkdirat", calls.mkdirAt(parent.number(), path.nameBytes(), mode), path);
            }
            // The owner's bits stay, or a user who is not root could not go on below.
            apply(parent, path, attributes.withMode(attributes.mode() | 0700));
        }
    }

    /// Makes a file in place of whatever is there.
    void putFile(TreePath path, Attributes attributes, InputStream content) throws IOException {
        try (HostFd parent = openParent(path)) {
            remove(parent, path, 0);
            int flags =
                    OpenFlags.O_WRONLY
                            | OpenFlags.O_CREAT
                            | OpenFlags.O_EXCL
                            | OpenFlags.O_NOFOLLOW;
            long result = calls.openAt2(parent.number(), path.nameBytes(), flags, 0600, HERE);
            try (HostFd file = new HostFd((int) check("openat2", result, path))) {
                copy(content, file, path);
            }
            apply(parent, path, attributes.withMode(attributes.mode() | 0400));
        }
    }

    /// Makes a symbolic link in place of whatever is there; where it points is of no concern here.
    void putSymbolicLink(TreePath path, String target) throws IOException {
        try (HostFd parent = openParent(path)) {
            remove(parent, path, 0);
            byte[] text = TreePath.bytes(target);
            check("symlinkat", calls.symlinkAt(text, parent.number(), path.nameBytes()), path);
        }
    }

    /// Makes another name of a file of this tree, in place of whatever is there.
    void putHardLink(TreePath path, TreePath existing) throws IOException {
        try (HostFd parent = openParent(path);
                HostFd source = openParent(existing)) {
            int type = typeOf(source, existing);
            if (type == 0 || type == FileStatus.S_IFDIR) {
                throw new TarException(
                        "entry %s is a hard link to %s, which is not a file of the image"
                                .formatted(path, existing));
            }
            if (!path.equals(existing)) {
                remove(parent, path, 0);
                link(source, existing, parent, path);
            }
        }
    }

    private void link(HostFd source, TreePath existing, HostFd parent, TreePath path)
            throws IOException {
        long flags = OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW;
        long opened = calls.openAt2(source.number(), existing.nameBytes(), flags, 0, HERE);
        check("openat2", opened, existing);
        try (HostFd file = new HostFd((int) opened)) {
            check("linkat", calls.linkAt(file.number(), parent.number(), path.nameBytes()), path);
        }
    }

    /// Removes a file, or a directory and all below it; nothing happens when it is not there.
    void remove(TreePath path) throws IOException {
        long result = openPlace(path.parent());
        if (result >= 0) {
            try (HostFd parent = new HostFd((int) result)) {
                remove(parent, path, 0);
            }
        } else if (result != -Errno.ENOENT && result != -Errno.ENOTDIR) {
            throw new ErrnoException("openat2", (int) -result, path.parent().toString());
        }
    }

    /// The names in a directory; none when it is not there.
    List<String> list(TreePath path) throws IOException {
        int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY;
        long result = calls.openAt2(root.number(), path.pathBytes(), flags, 0, IN_ROOT);
        if (result == -Errno.ENOENT || result == -Errno.ENOTDIR) {
            return List.of();
        }
        try (HostFd directory = new HostFd((int) check("openat2", result, path))) {
            return list(directory, path);
        }
    }

    /// Whether the path is a directory, and no link to one.
    boolean isDirectory(TreePath path) throws IOException {
        try (HostFd parent = openParent(path)) {
            return typeOf(parent, path) == FileStatus.S_IFDIR;
        }
    }

    @Override
    public void close() {
        calls.close();
        buffer.close();
    }

    private HostFd openParent(TreePath path) throws IOException {
        TreePath parent = path.parent();
        long result = openPlace(parent);
        if (result == -Errno.ENOENT && !parent.isRoot()) {
            try (HostFd grandparent = openParent(parent)) {
                long made = calls.mkdirAt(grandparent.number(), parent.nameBytes(), PARENT_MODE);
                // A link that leads nowhere exists already; opening it says what is wrong.
                if (made != -Errno.EEXIST) {
                    check("mkdirat", made, parent);
                }
            }
            result = openPlace(parent);
        }
        return new HostFd((int) check("openat2", result, parent));
    }

    private long openPlace(TreePath path) {
        return calls.openAt2(root.number(), path.pathBytes(), PLACE, 0, IN_ROOT);
    }

    /// The `S_IFMT` bits of what is there, 0 for nothing. Links are not followed.
    private int typeOf(HostFd parent, TreePath path) throws IOException {
        long result = calls.statx(parent.number(), path.nameBytes(), PathCalls.AT_SYMLINK_NOFOLLOW);
        if (result == -Errno.ENOENT) {
            return 0;
        }
        check("statx", result, path);
        return calls.status().type();
    }

    private void remove(HostFd parent, TreePath path, int depth) throws IOException {
        long result = calls.unlinkAt(parent.number(), path.nameBytes(), 0);
        // POSIX says EPERM for a directory, Linux EISDIR.
        if (result == -Errno.EISDIR || result == -Errno.EPERM) {
            removeContent(parent, path, depth);
            result = calls.unlinkAt(parent.number(), path.nameBytes(), PathCalls.AT_REMOVEDIR);
        }
        if (result != -Errno.ENOENT) {
            check("unlinkat", result, path);
        }
    }

    private void removeContent(HostFd parent, TreePath path, int depth) throws IOException {
        if (depth > REMOVAL_DEPTH_MAX) {
            throw new LimitException(
                    "directories are nested more than %d deep".formatted(REMOVAL_DEPTH_MAX));
        }
        long result = calls.openAt2(parent.number(), path.nameBytes(), LIST, 0, HERE);
        try (HostFd directory = new HostFd((int) check("openat2", result, path))) {
            for (String name : list(directory, path)) {
                remove(directory, path.child(name), depth + 1);
            }
        }
    }

    private List<String> list(HostFd directory, TreePath path) throws IOException {
        List<String> names = new ArrayList<>();
        while (true) {
            long count = buffer.getdents(directory.number(), COPY_BUFFER_BYTES);
            int end = (int) check("getdents64", count, path);
            if (end == 0) {
                return names;
            }
            buffer.memory().get(0, chunk, 0, end);
            // struct linux_dirent64: d_ino 8, d_off 8, d_reclen 2, d_type 1, d_name.
            for (int at = 0; at < end; at += buffer.memory().getShort(at + 16L)) {
                int start = at + 19;
                int stop = start;
                while (chunk[stop] != 0) {
                    stop++;
                }
                String name = new String(chunk, start, stop - start, StandardCharsets.ISO_8859_1);
                if (!name.equals(".") && !name.equals("..")) {
                    names.add(name);
                }
            }
        }
    }

    private void copy(InputStream content, HostFd file, TreePath path) throws IOException {
        int count;
        while ((count = content.read(chunk)) >= 0) {
            int done = 0;
            while (done < count) {
                buffer.memory().put(0, chunk, done, count - done);
                long written = buffer.write(file.number(), count - done);
                if (written != -Errno.EINTR) {
                    done += (int) check("write", written, path);
                }
            }
        }
    }

    private void apply(HostFd parent, TreePath path, Attributes attributes) throws IOException {
        byte[] name = path.nameBytes();
        int nofollow = PathCalls.AT_SYMLINK_NOFOLLOW;
        long owned =
                calls.chownAt(parent.number(), name, attributes.uid(), attributes.gid(), nofollow);
        // A user who is not root, or a user namespace without these ids: the files stay ours.
        if (owned != -Errno.EPERM && owned != -Errno.EINVAL) {
            check("fchownat", owned, path);
        }
        check("fchmodat", calls.chmodAt(parent.number(), name, attributes.mode()), path);
        FileTimes times = new FileTimes(attributes.seconds(), 0, attributes.seconds(), 0);
        check("utimensat", calls.utimensAt(parent.number(), name, times, nofollow), path);
    }

    private static long check(String call, long result, TreePath path) throws ErrnoException {
        return ErrnoException.check(call, result, path);
    }
}
