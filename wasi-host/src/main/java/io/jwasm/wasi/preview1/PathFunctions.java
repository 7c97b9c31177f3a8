package io.jwasm.wasi.preview1;

import io.jwasm.linux.Errno;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.FileCalls;
import io.jwasm.linux.fs.FileTimes;
import io.jwasm.linux.fs.PathCalls;
import io.jwasm.wasi.fd.DirectoryDescriptor;
import io.jwasm.wasi.fd.Rights;
import io.jwasm.wasi.fs.FileOverlays;
import io.jwasm.wasi.fs.FileType;
import io.jwasm.wasi.fs.GuestPath;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.preview1.call.Family;
import io.jwasm.wasi.preview1.call.HostState;
import java.util.List;

/// The `path_` functions that look at what a path names: `path_filestat_get`,
/// `path_filestat_set_times`, `path_readlink`.
///
/// A path of one name needs no opening: the call on the name itself, without following, is
/// confined.
final class PathFunctions implements Family {

    private static final byte[] EMPTY = {};
    private static final int SYMLINK_FOLLOW = 1;

    private final HostState state;
    private final PathArguments arguments;
    private final Abi abi;

    PathFunctions(HostState state, PathArguments arguments, Abi abi) {
        this.state = state;
        this.arguments = arguments;
        this.abi = abi;
    }

    @Override
    public List<Offer> find(String name) {
        return switch (name) {
            case "path_filestat_get" -> Family.offer("iiiii", this::filestat);
            case "path_filestat_set_times" -> Family.offer("iiiiIIi", this::setTimes);
            case "path_readlink" -> Family.offer("iiiiii", this::readlink);
            default -> List.of();
        };
    }

    private io.jwasm.wasi.errno.Errno filestat(GuestMemory memory, long[] args) {
        boolean follows = (args[1] & SYMLINK_FOLLOW) != 0;
        return arguments.with(
                args[0],
                Rights.PATH_FILESTAT_GET,
                directory -> {
                    GuestPath path = arguments.path(memory, args[2], args[3]);
                    memory.check((int) args[4], abi.filestatBytes());
                    long result = stat(directory, path, follows);
                    if (result == 0) {
                        FileType type = FileType.ofMode(state.paths().status().type());
                        abi.writeFilestat(memory, (int) args[4], state.paths().status(), type);
                    }
                    return result;
                });
    }

    private long stat(DirectoryDescriptor directory, GuestPath path, boolean follows) {
        if (state.resolver().isPlainName(directory, path)) {
            long result =
                    state.paths()
                            .statx(directory.hostFd(), path.bytes(), PathCalls.AT_SYMLINK_NOFOLLOW);
            boolean isLink = state.paths().status().type() == io.jwasm.linux.fs.FileStatus.S_IFLNK;
            if (result != 0 || !follows || !isLink) {
                return result;
            }
        }
        return onOpened(directory, path, follows, fd -> state.paths().statx(fd));
    }

    private io.jwasm.wasi.errno.Errno setTimes(GuestMemory memory, long[] args) {
        boolean follows = (args[1] & SYMLINK_FOLLOW) != 0;
        FileTimes times = Times.parse(args[4], args[5], (int) args[6]);
        return arguments.with(
                args[0],
                Rights.PATH_FILESTAT_SET_TIMES,
                directory -> {
                    GuestPath path = arguments.path(memory, args[2], args[3]);
                    if (times == null) {
                        return -Errno.EINVAL;
                    }
                    FileOverlays.Overlay overlay = state.resolver().overlay(directory, path);
                    if (overlay == null ? directory.root().isReadOnly() : overlay.isReadOnly()) {
                        return -Errno.EROFS;
                    }
                    return onOpened(
                            directory,
                            path,
                            follows,
                            fd ->
                                    state.paths()
                                            .utimensAt(fd, EMPTY, times, PathCalls.AT_EMPTY_PATH));
                });
    }

    private io.jwasm.wasi.errno.Errno readlink(GuestMemory memory, long[] args) {
        return arguments.with(
                args[0],
                Rights.PATH_READLINK,
                directory -> {
                    GuestPath path = arguments.path(memory, args[1], args[2]);
                    memory.check((int) args[3], (int) args[4]);
                    memory.check((int) args[5], Integer.BYTES);
                    long result = readlink(directory, path);
                    if (result < 0) {
                        return result;
                    }
                    byte[] target = state.paths().link((int) result);
                    int part = (int) Math.min(result, Integer.toUnsignedLong((int) args[4]));
                    memory.put((int) args[3], target, 0, part);
                    memory.putInt((int) args[5], part);
                    return 0;
                });
    }

    private long readlink(DirectoryDescriptor directory, GuestPath path) {
        if (state.resolver().isPlainName(directory, path)) {
            return state.paths().readLinkAt(directory.hostFd(), path.bytes());
        }
        return onOpened(
                directory,
                path,
                false,
                fd -> {
                    long result = state.paths().readLinkAt(fd, EMPTY);
                    // readlinkat(2) says ENOENT of a descriptor that is no link's.
                    return result == -Errno.ENOENT ? -Errno.EINVAL : result;
                });
    }

    /// A call on an `O_PATH` descriptor.
    @FunctionalInterface
    private interface OnOpened {
        long call(int fd);
    }

    private long onOpened(
            DirectoryDescriptor directory, GuestPath path, boolean follows, OnOpened call) {
        int flags = OpenFlags.O_PATH | (follows ? 0 : OpenFlags.O_NOFOLLOW);
        long fd = state.resolver().open(directory, path, flags, 0);
        if (fd < 0) {
            return fd;
        }
        long result = call.call((int) fd);
        FileCalls.close((int) fd);
        return result;
    }
}
