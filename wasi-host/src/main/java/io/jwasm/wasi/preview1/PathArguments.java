package io.jwasm.wasi.preview1;

import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.fd.DirectoryDescriptor;
import io.jwasm.wasi.fd.FileDescriptor;
import io.jwasm.wasi.fs.GuestPath;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.preview1.call.HostState;
import org.jspecify.annotations.Nullable;

/// Reads the arguments that all `path_` functions have: a directory and a path.
final class PathArguments {

    /// What a raw result says of a missing right, for which Linux has no number.
    static final long NOT_CAPABLE = Long.MIN_VALUE;

    private final HostState state;

    PathArguments(HostState state) {
        this.state = state;
    }

    /// A path was longer than the guest may hand over. It has no stack trace.
    static final class PathTooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PathTooLong() {
            super("path too long", null, false, false);
        }
    }

    /// What a function does with a directory: a raw result.
    @FunctionalInterface
    interface OnDirectory {
        long apply(DirectoryDescriptor directory);
    }

    /// Calls with a directory that is open and has the right.
    Errno with(long fdArgument, long right, OnDirectory call) {
        FileDescriptor fd = state.fd(fdArgument);
        Errno refusal = refusal(fd, right);
        if (refusal != Errno.SUCCESS || !(fd instanceof DirectoryDescriptor directory)) {
            return refusal;
        }
        try {
            long result = call.apply(directory);
            return result == NOT_CAPABLE ? Errno.NOTCAPABLE : Errno.ofResult(result);
        } catch (PathTooLong _) {
            return Errno.NAMETOOLONG;
        }
    }

    /// What a function does with two directories: a raw result.
    @FunctionalInterface
    interface OnDirectories {
        long apply(DirectoryDescriptor first, DirectoryDescriptor second);
    }

    /// Calls with two directories that are open and have each its right.
    Errno withBoth(
            long firstFd, long firstRight, long secondFd, long secondRight, OnDirectories call) {
        FileDescriptor second = state.fd(secondFd);
        Errno first = refusal(state.fd(firstFd), firstRight);
        Errno refusal = first == Errno.SUCCESS ? refusal(second, secondRight) : first;
        if (refusal != Errno.SUCCESS || !(second instanceof DirectoryDescriptor target)) {
            return refusal;
        }
        return with(firstFd, firstRight, source -> call.apply(source, target));
    }

    static Errno refusal(@Nullable FileDescriptor fd, long right) {
        if (fd == null) {
            return Errno.BADF;
        }
        if (!(fd instanceof DirectoryDescriptor)) {
            return Errno.NOTDIR;
        }
        return fd.may(right) ? Errno.SUCCESS : Errno.NOTCAPABLE;
    }

    /// Copies a path out of the guest's memory.
    GuestPath path(GuestMemory memory, long address, long length) {
        memory.check((int) address, (int) length);
        if (Integer.compareUnsigned((int) length, state.limits().pathBytes()) > 0) {
            throw new PathTooLong();
        }
        byte[] bytes = new byte[(int) length];
        memory.get((int) address, bytes, 0, bytes.length);
        return new GuestPath(bytes);
    }
}
