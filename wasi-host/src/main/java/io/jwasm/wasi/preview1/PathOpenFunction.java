package io.jwasm.wasi.preview1;

import static io.jwasm.linux.OpenFlags.O_CREAT;
import static io.jwasm.linux.OpenFlags.O_DIRECTORY;
import static io.jwasm.linux.OpenFlags.O_EXCL;
import static io.jwasm.linux.OpenFlags.O_NOCTTY;
import static io.jwasm.linux.OpenFlags.O_NOFOLLOW;
import static io.jwasm.linux.OpenFlags.O_NONBLOCK;
import static io.jwasm.linux.OpenFlags.O_PATH;
import static io.jwasm.linux.OpenFlags.O_RDONLY;
import static io.jwasm.linux.OpenFlags.O_RDWR;
import static io.jwasm.linux.OpenFlags.O_TRUNC;
import static io.jwasm.linux.OpenFlags.O_WRONLY;

import io.jwasm.linux.Errno;
import io.jwasm.linux.fs.FileCalls;
import io.jwasm.linux.fs.FileStatus;
import io.jwasm.linux.fs.PathCalls;
import io.jwasm.wasi.fd.DescriptorFactory;
import io.jwasm.wasi.fd.DirectoryDescriptor;
import io.jwasm.wasi.fd.FdFlags;
import io.jwasm.wasi.fd.FileDescriptor;
import io.jwasm.wasi.fd.FileDescriptor.Opened;
import io.jwasm.wasi.fd.Rights;
import io.jwasm.wasi.fs.FileOverlays;
import io.jwasm.wasi.fs.FileType;
import io.jwasm.wasi.fs.GuestPath;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.preview1.call.Family;
import io.jwasm.wasi.preview1.call.HostState;
import java.util.List;

/// `path_open`.
///
/// Opening never blocks in the kernel, FIFOs included: everything is opened with `O_NONBLOCK`, and
/// whether the guest waits is decided when it reads or writes.
final class PathOpenFunction implements Family {

    private static final int SYMLINK_FOLLOW = 1;

    // oflags
    private static final int CREAT = 1;
    private static final int DIRECTORY = 1 << 1;
    private static final int EXCL = 1 << 2;
    private static final int TRUNC = 1 << 3;
    private static final int OFLAGS = 0xf;

    private static final int FILE_MODE = 0666; // narrowed by the umask
    private static final long READS = Rights.FD_READ | Rights.FD_READDIR;
    private static final long WRITES =
            Rights.FD_WRITE | Rights.FD_ALLOCATE | Rights.FD_FILESTAT_SET_SIZE;
    private static final long RETRY_NANOS = 10_000_000L;

    private final HostState state;
    private final PathArguments arguments;

    PathOpenFunction(HostState state, PathArguments arguments) {
        this.state = state;
        this.arguments = arguments;
    }

    @Override
    public List<Offer> find(String name) {
        return name.equals("path_open") ? Family.offer("iiiiiIIii", this::open) : List.of();
    }

    /// What a guest asks for.
    private record Request(
            GuestPath path,
            boolean follows,
            int oflags,
            long rights,
            long inheriting,
            int fdflags) {

        boolean has(int oflag) {
            return (oflags & oflag) != 0;
        }

        boolean reads() {
            return (rights & READS) != 0;
        }

        boolean writes() {
            return (rights & WRITES) != 0;
        }

        /// The rights that the directory must have for its own.
        long needed() {
            return Rights.PATH_OPEN
                    | (has(CREAT) ? Rights.PATH_CREATE_FILE : 0)
                    | (has(TRUNC) ? Rights.PATH_FILESTAT_SET_SIZE : 0);
        }

        /// The rights that the directory must have for what is opened.
        long neededInheriting() {
            boolean isSync = (fdflags & (FdFlags.SYNC | FdFlags.RSYNC)) != 0;
            return rights
                    | inheriting
                    | ((fdflags & FdFlags.DSYNC) != 0 ? Rights.FD_DATASYNC : 0)
                    | (isSync ? Rights.FD_SYNC : 0);
        }

        int openFlags() {
            int access = writes() ? reads() ? O_RDWR : O_WRONLY : O_RDONLY;
            return access
                    | O_NONBLOCK
                    | O_NOCTTY
                    | (has(CREAT) ? O_CREAT : 0)
                    | (has(DIRECTORY) ? O_DIRECTORY : 0)
                    | (has(EXCL) ? O_EXCL : 0)
                    | (has(TRUNC) ? O_TRUNC : 0)
                    | (follows ? 0 : O_NOFOLLOW)
                    | FdFlags.toOpenFlags(fdflags);
        }
    }

    private io.jwasm.wasi.errno.Errno open(GuestMemory memory, long[] args) {
        memory.check((int) args[8], Integer.BYTES);
        return arguments.with(
                args[0],
                Rights.PATH_OPEN,
                directory -> {
                    Request request =
                            new Request(
                                    arguments.path(memory, args[2], args[3]),
                                    (args[1] & SYMLINK_FOLLOW) != 0,
                                    (int) args[4],
                                    args[5],
                                    args[6],
                                    (int) args[7]);
                    long result = open(directory, request);
                    if (result >= 0) {
                        memory.putInt((int) args[8], (int) result);
                    }
                    return result;
                });
    }

    private long open(DirectoryDescriptor directory, Request request) {
        if ((request.oflags & ~OFLAGS) != 0 || (request.fdflags & ~FdFlags.ALL) != 0) {
            return -Errno.EINVAL;
        }
        if (!directory.may(request.needed())
                || (request.neededInheriting() & ~directory.inheriting()) != 0) {
            return PathArguments.NOT_CAPABLE;
        }
        if (state.fds().isFull()) {
            return -Errno.EMFILE;
        }
        long hostFd = openOnHost(directory, request);
        return hostFd < 0 ? hostFd : add(directory, request, (int) hostFd);
    }

    private long openOnHost(DirectoryDescriptor directory, Request request) {
        if (!directory.root().isNoDev()) {
            long refusal = refuseDevice(directory, request);
            if (refusal < 0) {
                return refusal;
            }
        }
        int flags = request.openFlags();
        boolean mayCreate = request.has(CREAT);
        boolean isOverlaid = state.resolver().overlay(directory, request.path) != null;
        if (directory.root().isReadOnly() && !isOverlaid) {
            if (request.writes() || request.has(TRUNC)) {
                return -Errno.EROFS;
            }
            mayCreate = false;
        }
        long result = resolve(directory, request.path, mayCreate ? flags : flags & ~O_CREAT);
        while (result == -Errno.ENXIO && waitsForReader(directory, request)) {
            state.io().pause(RETRY_NANOS);
            result = resolve(directory, request.path, flags);
        }
        // On a file system that cannot be changed, creating what is there opens it.
        boolean isRefused = result == -Errno.ENOENT && request.has(CREAT) && !mayCreate;
        return isRefused ? -Errno.EROFS : result;
    }

    private long resolve(DirectoryDescriptor directory, GuestPath path, int flags) {
        int mode = (flags & O_CREAT) != 0 ? FILE_MODE : 0;
        return state.resolver().open(directory, path, flags, mode);
    }

    /// Looks before it opens: opening a device does things, and only a `nodev` mount prevents it.
    private long refuseDevice(DirectoryDescriptor directory, Request request) {
        long type = look(directory, request);
        return type >= 0 && !DescriptorFactory.isHarmless(state.paths().status())
                ? DescriptorFactory.refusal()
                : 0;
    }

    /// A FIFO that nobody reads refuses a writer that does not wait; this one waits, as the guest
    /// asked. No event tells when a reader comes.
    private boolean waitsForReader(DirectoryDescriptor directory, Request request) {
        return (request.fdflags & FdFlags.NONBLOCK) == 0
                && look(directory, request) == FileStatus.S_IFIFO;
    }

    private long look(DirectoryDescriptor directory, Request request) {
        if (state.resolver().isPlainName(directory, request.path)) {
            long type = lookAtName(directory, request.path);
            if (type < 0 || type != FileStatus.S_IFLNK || !request.follows) {
                return type;
            }
        }
        int flags = O_PATH | (request.follows ? 0 : O_NOFOLLOW);
        long fd = resolve(directory, request.path, flags);
        if (fd < 0) {
            return fd;
        }
        long result = state.paths().statx((int) fd);
        FileCalls.close((int) fd);
        return result < 0 ? result : state.paths().status().type();
    }

    /// One system call where opening the name takes three.
    private long lookAtName(DirectoryDescriptor directory, GuestPath path) {
        long result =
                state.paths()
                        .statx(directory.hostFd(), path.bytes(), PathCalls.AT_SYMLINK_NOFOLLOW);
        return result < 0 ? result : state.paths().status().type();
    }

    private long add(DirectoryDescriptor directory, Request request, int hostFd) {
        FileType type = state.factory().typeOf(hostFd);
        boolean isDevice = type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
        if (isDevice && !DescriptorFactory.isHarmless(state.paths().status())) {
            // Somebody put it there since we looked.
            FileCalls.close(hostFd);
            return DescriptorFactory.refusal();
        }
        Opened opened =
                new Opened(hostFd, true, type, request.rights, request.inheriting, request.fdflags);
        FileDescriptor descriptor =
                type == FileType.DIRECTORY
                        ? DirectoryDescriptor.opened(
                                opened,
                                directory,
                                state.resolver().placeOf(directory, request.path))
                        : state.factory().of(opened);
        if (isReadOnly(directory, request.path)) {
            descriptor.keepUnchanged();
        }
        return state.fds().add(descriptor);
    }

    private boolean isReadOnly(DirectoryDescriptor directory, GuestPath path) {
        FileOverlays.Overlay overlay = state.resolver().overlay(directory, path);
        return overlay == null ? directory.root().isReadOnly() : overlay.isReadOnly();
    }
}
