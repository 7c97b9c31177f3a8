package io.jwasm.wasi.preview1;

import io.jwasm.linux.ByteText;
import io.jwasm.linux.fs.FileCalls;
import io.jwasm.linux.fs.FileTimes;
import io.jwasm.linux.fs.PathCalls;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.fd.DirectoryDescriptor;
import io.jwasm.wasi.fd.FdFlags;
import io.jwasm.wasi.fd.FileDescriptor;
import io.jwasm.wasi.fd.Rights;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.preview1.call.Family;
import io.jwasm.wasi.preview1.call.HostState;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/// The `fd_` functions that neither read nor write: status, flags, rights, length, times, names of
/// preopens, closing and renumbering.
final class FdFunctions implements Family {

    private static final byte[] EMPTY = {};
    private static final int FDSTAT_BYTES = 24;
    private static final int PRESTAT_BYTES = 8;
    private static final int[] ADVICE = {0, 2, 1, 3, 4, 5}; // Linux has the first two the other way

    private final HostState state;
    private final Abi abi;

    FdFunctions(HostState state, Abi abi) {
        this.state = state;
        this.abi = abi;
    }

    @Override
    public List<Offer> find(String name) {
        return switch (name) {
            case "fd_advise" -> Family.offer("iIIi", this::advise);
            case "fd_allocate" -> Family.offer("iII", this::allocate);
            case "fd_close" -> Family.offer("i", this::close);
            case "fd_datasync" -> Family.offer("i", this::datasync);
            case "fd_fdstat_get" -> Family.offer("ii", this::fdstat);
            case "fd_fdstat_set_flags" -> Family.offer("ii", this::setFlags);
            case "fd_fdstat_set_rights" -> Family.offer("iII", this::setRights);
            case "fd_filestat_get" -> Family.offer("ii", this::filestat);
            case "fd_filestat_set_size" -> Family.offer("iI", this::setSize);
            case "fd_filestat_set_times" -> Family.offer("iIIi", this::setTimes);
            case "fd_prestat_dir_name" -> Family.offer("iii", this::prestatName);
            case "fd_prestat_get" -> Family.offer("ii", this::prestat);
            case "fd_renumber" -> Family.offer("ii", this::renumber);
            case "fd_sync" -> Family.offer("i", this::sync);
            default -> List.of();
        };
    }

    /// What a function does with a descriptor that is open and has the right.
    @FunctionalInterface
    private interface OnFd {
        Errno apply(FileDescriptor fd);
    }

    private Errno with(long fdArgument, long right, OnFd call) {
        FileDescriptor fd = state.fd(fdArgument);
        if (fd == null) {
            return Errno.BADF;
        }
        return fd.may(right) ? call.apply(fd) : Errno.NOTCAPABLE;
    }

    private Errno advise(GuestMemory memory, long[] args) {
        int advice = (int) args[3];
        if (advice < 0 || advice >= ADVICE.length) {
            return Errno.INVAL;
        }
        return with(
                args[0],
                Rights.FD_ADVISE,
                fd ->
                        Errno.ofResult(
                                FileCalls.fadvise(fd.hostFd(), args[1], args[2], ADVICE[advice])));
    }

    private Errno allocate(GuestMemory memory, long[] args) {
        if (state.fd(args[0]) instanceof DirectoryDescriptor) {
            return Errno.BADF; // as fallocate(2) says of what is not open for writing
        }
        return with(
                args[0],
                Rights.FD_ALLOCATE,
                fd -> Errno.ofResult(FileCalls.fallocate(fd.hostFd(), args[1], args[2])));
    }

    private Errno close(GuestMemory memory, long[] args) {
        return state.fds().close((int) args[0]) ? Errno.SUCCESS : Errno.BADF;
    }

    private Errno datasync(GuestMemory memory, long[] args) {
        return with(
                args[0],
                Rights.FD_DATASYNC,
                fd -> Errno.ofResult(onContent(fd, FileCalls::fdatasync)));
    }

    private Errno sync(GuestMemory memory, long[] args) {
        return with(args[0], Rights.FD_SYNC, fd -> Errno.ofResult(onContent(fd, FileCalls::fsync)));
    }

    /// A call that a descriptor which only names a directory is not enough for.
    private long onContent(FileDescriptor fd, IntToLongFunction call) {
        if (!(fd instanceof DirectoryDescriptor directory)) {
            return call.applyAsLong(fd.hostFd());
        }
        long opened = directory.contentFd(state.paths());
        return opened < 0 ? opened : call.applyAsLong((int) opened);
    }

    private Errno fdstat(GuestMemory memory, long[] args) {
        int at = (int) args[1];
        return with(
                args[0],
                0,
                fd -> {
                    memory.check(at, FDSTAT_BYTES);
                    memory.putShort(at, fd.type().code());
                    memory.putShort(at + 2, (short) fd.flags());
                    memory.putInt(at + 4, 0);
                    memory.putLong(at + 8, fd.rights());
                    memory.putLong(at + 16, fd.inheriting());
                    return Errno.SUCCESS;
                });
    }

    private Errno setFlags(GuestMemory memory, long[] args) {
        int flags = (int) args[1];
        return (flags & ~FdFlags.ALL) != 0
                ? Errno.INVAL
                : with(args[0], Rights.FD_FDSTAT_SET_FLAGS, fd -> fd.changeFlags(flags));
    }

    private Errno setRights(GuestMemory memory, long[] args) {
        return with(args[0], 0, fd -> fd.narrow(args[1], args[2]));
    }

    private Errno filestat(GuestMemory memory, long[] args) {
        return with(
                args[0],
                Rights.FD_FILESTAT_GET,
                fd -> {
                    memory.check((int) args[1], abi.filestatBytes());
                    long result = state.paths().statx(fd.hostFd());
                    if (result < 0) {
                        return Errno.ofResult(result);
                    }
                    abi.writeFilestat(memory, (int) args[1], state.paths().status(), fd.type());
                    return Errno.SUCCESS;
                });
    }

    private Errno setSize(GuestMemory memory, long[] args) {
        if (state.fd(args[0]) instanceof DirectoryDescriptor) {
            return Errno.ISDIR;
        }
        return with(
                args[0],
                Rights.FD_FILESTAT_SET_SIZE,
                fd -> Errno.ofResult(FileCalls.ftruncate(fd.hostFd(), args[1])));
    }

    private Errno setTimes(GuestMemory memory, long[] args) {
        FileTimes times = Times.parse(args[1], args[2], (int) args[3]);
        if (times == null) {
            return Errno.INVAL;
        }
        return with(
                args[0],
                Rights.FD_FILESTAT_SET_TIMES,
                fd ->
                        fd.isReadOnly()
                                ? Errno.ROFS
                                : Errno.ofResult(
                                        state.paths()
                                                .utimensAt(
                                                        fd.hostFd(),
                                                        EMPTY,
                                                        times,
                                                        PathCalls.AT_EMPTY_PATH)));
    }

    private @Nullable DirectoryDescriptor preopen(long fd) {
        return state.fd(fd) instanceof DirectoryDescriptor directory && directory.isPreopen()
                ? directory
                : null;
    }

    private Errno prestat(GuestMemory memory, long[] args) {
        DirectoryDescriptor preopen = preopen(args[0]);
        if (preopen == null) {
            return Errno.BADF;
        }
        int at = (int) args[1];
        memory.check(at, PRESTAT_BYTES);
        memory.putInt(at, 0); // the tag of a directory, the only one there is
        memory.putInt(at + 4, ByteText.encode(preopen.root().guestPath()).length);
        return Errno.SUCCESS;
    }

    private Errno prestatName(GuestMemory memory, long[] args) {
        DirectoryDescriptor preopen = preopen(args[0]);
        if (preopen == null) {
            return Errno.BADF;
        }
        byte[] name = ByteText.encode(preopen.root().guestPath());
        if (Integer.compareUnsigned((int) args[2], name.length) < 0) {
            return Errno.NAMETOOLONG;
        }
        memory.put((int) args[1], name, 0, name.length);
        return Errno.SUCCESS;
    }

    private Errno renumber(GuestMemory memory, long[] args) {
        return state.fds().renumber((int) args[0], (int) args[1]) ? Errno.SUCCESS : Errno.BADF;
    }
}
