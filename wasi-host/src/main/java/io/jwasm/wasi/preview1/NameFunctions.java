package io.jwasm.wasi.preview1;

import io.jwasm.linux.Errno;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.FileCalls;
import io.jwasm.linux.fs.PathCalls;
import io.jwasm.wasi.fd.DirectoryDescriptor;
import io.jwasm.wasi.fd.Rights;
import io.jwasm.wasi.fs.GuestPath;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.preview1.call.Family;
import io.jwasm.wasi.preview1.call.HostState;
import java.util.List;

/// The `path_` functions that change names: `path_create_directory`, `path_remove_directory`,
/// `path_unlink_file`, `path_symlink`, `path_rename`, `path_link`.
///
/// Each resolves the directory that holds the name, and then makes one call on the name, which the
/// kernel does not follow; `.` and `..` as last component it refuses by itself.
final class NameFunctions implements Family {

    private static final int DIRECTORY_MODE = 0777; // narrowed by the umask
    private static final int SYMLINK_FOLLOW = 1;

    private final HostState state;
    private final PathArguments arguments;

    NameFunctions(HostState state, PathArguments arguments) {
        this.state = state;
        this.arguments = arguments;
    }

    @Override
    public List<Offer> find(String name) {
        return switch (name) {
            case "path_create_directory" -> Family.offer("iii", this::createDirectory);
            case "path_remove_directory" -> Family.offer("iii", this::removeDirectory);
            case "path_unlink_file" -> Family.offer("iii", this::unlinkFile);
            case "path_symlink" -> Family.offer("iiiii", this::symlink);
            case "path_rename" -> Family.offer("iiiiii", this::rename);
            case "path_link" -> Family.offer("iiiiiii", this::link);
            default -> List.of();
        };
    }

    private io.jwasm.wasi.errno.Errno createDirectory(GuestMemory memory, long[] args) {
        return onName(
                memory,
                args,
                Rights.PATH_CREATE_DIRECTORY,
                (parent, name) -> state.paths().mkdirAt(parent, name, DIRECTORY_MODE));
    }

    private io.jwasm.wasi.errno.Errno removeDirectory(GuestMemory memory, long[] args) {
        return onName(
                memory,
                args,
                Rights.PATH_REMOVE_DIRECTORY,
                (parent, name) ->
                        isMountPoint(parent, name)
                                ? -Errno.EBUSY
                                : state.paths().unlinkAt(parent, name, PathCalls.AT_REMOVEDIR));
    }

    private io.jwasm.wasi.errno.Errno unlinkFile(GuestMemory memory, long[] args) {
        return onName(
                memory,
                args,
                Rights.PATH_UNLINK_FILE,
                (parent, name) ->
                        isMountPoint(parent, name)
                                ? -Errno.EBUSY
                                : state.paths().unlinkAt(parent, name, 0));
    }

    private io.jwasm.wasi.errno.Errno onName(
            GuestMemory memory, long[] args, long right, OnName call) {
        return arguments.with(
                args[0],
                right,
                directory -> inParent(directory, arguments.path(memory, args[1], args[2]), call));
    }

    private io.jwasm.wasi.errno.Errno symlink(GuestMemory memory, long[] args) {
        return arguments.with(
                args[2],
                Rights.PATH_SYMLINK,
                directory -> {
                    byte[] target = arguments.path(memory, args[0], args[1]).bytes();
                    GuestPath path = arguments.path(memory, args[3], args[4]);
                    if (target.length > 0 && target[0] == '/') {
                        // What follows the link outside of the guest would follow it to the host.
                        return -Errno.EPERM;
                    }
                    return inParent(
                            directory,
                            path,
                            (parent, name) -> state.paths().symlinkAt(target, parent, name));
                });
    }

    private io.jwasm.wasi.errno.Errno rename(GuestMemory memory, long[] args) {
        return arguments.withBoth(
                args[0],
                Rights.PATH_RENAME_SOURCE,
                args[3],
                Rights.PATH_RENAME_TARGET,
                (source, target) -> {
                    GuestPath oldPath = arguments.path(memory, args[1], args[2]);
                    GuestPath newPath = arguments.path(memory, args[4], args[5]);
                    return inParent(
                            source,
                            oldPath,
                            (oldParent, oldName) ->
                                    inParent(
                                            target,
                                            newPath,
                                            (newParent, newName) ->
                                                    isMountPoint(oldParent, oldName)
                                                                    || isMountPoint(
                                                                            newParent, newName)
                                                            ? -Errno.EBUSY
                                                            : state.paths()
                                                                    .renameAt(
                                                                            oldParent, oldName,
                                                                            newParent, newName)));
                });
    }

    /// Tells what must stay where it is. The kernel says so of mounts in this process's mount
    /// namespace; those of a tree that is attached nowhere it would drop.
    ///
    /// A slash behind a link would have it followed, and a parent may lie beyond the tree: the
    /// slashes are left away, and of `..` the kernel itself says that it stays.
    private boolean isMountPoint(int parent, byte[] name) {
        byte[] bare = GuestPath.withoutSlashes(name);
        boolean isParent = bare.length == 2 && bare[0] == '.' && bare[1] == '.';
        return !isParent
                && state.paths().statx(parent, bare, PathCalls.AT_SYMLINK_NOFOLLOW) == 0
                && state.paths().status().isMountRoot();
    }

    private io.jwasm.wasi.errno.Errno link(GuestMemory memory, long[] args) {
        return arguments.withBoth(
                args[0],
                Rights.PATH_LINK_SOURCE,
                args[4],
                Rights.PATH_LINK_TARGET,
                (source, target) -> {
                    if (source.root().isReadOnly() && !target.root().isReadOnly()) {
                        // A link would make writable what was given for reading only.
                        return -Errno.EXDEV;
                    }
                    GuestPath oldPath = arguments.path(memory, args[2], args[3]);
                    GuestPath newPath = arguments.path(memory, args[5], args[6]);
                    boolean follows = (args[1] & SYMLINK_FOLLOW) != 0;
                    return link(source, oldPath, follows, target, newPath);
                });
    }

    /// Links the file itself, held by a descriptor, so that nothing can be put in its place.
    private long link(
            DirectoryDescriptor source,
            GuestPath oldPath,
            boolean follows,
            DirectoryDescriptor target,
            GuestPath newPath) {
        int flags = OpenFlags.O_PATH | (follows ? 0 : OpenFlags.O_NOFOLLOW);
        long fd = state.resolver().open(source, oldPath, flags, 0);
        if (fd < 0) {
            return fd;
        }
        if (state.resolver().overlay(source, oldPath) != null) {
            FileCalls.close((int) fd);
            return -Errno.EXDEV; // a mount of its own
        }
        long result =
                inParent(
                        target,
                        newPath,
                        (parent, name) -> state.paths().linkAt((int) fd, parent, name));
        FileCalls.close((int) fd);
        return result;
    }

    /// A call on a name in a directory.
    @FunctionalInterface
    private interface OnName {
        long call(int parent, byte[] name);
    }

    private long inParent(DirectoryDescriptor directory, GuestPath path, OnName call) {
        if (directory.root().isReadOnly()) {
            return -Errno.EROFS;
        }
        if (state.resolver().overlay(directory, path) != null) {
            return -Errno.EBUSY; // as of a mount point
        }
        if (path.isOneName()) {
            return call.call(directory.hostFd(), path.bytes());
        }
        if (path.bytes().length == 0) {
            return -Errno.ENOENT;
        }
        long parent = state.resolver().openParent(directory, path);
        if (parent < 0) {
            return parent;
        }
        long result = call.call((int) parent, path.last());
        FileCalls.close((int) parent);
        return result;
    }
}
