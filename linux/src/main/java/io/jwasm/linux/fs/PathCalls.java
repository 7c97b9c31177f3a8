package io.jwasm.linux.fs;

import io.jwasm.linux.Errno;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import java.nio.charset.StandardCharsets;

/// System calls that take paths, in raw form: a result, or the negated error number.
///
/// Paths are bytes without a terminating NUL; one that holds a NUL answers EINVAL and one of 4,096
/// bytes or more ENAMETOOLONG, before the kernel is asked. Nothing is allocated after construction.
/// Confined to one thread at a time; the owner closes it.
public final class PathCalls implements AutoCloseable {

    /// The most bytes that a path may have, its NUL included (`linux/limits.h`).
    public static final int PATH_MAX = 4096;

    /// Do not follow a symbolic link at the end of the path.
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;

    /// Remove a directory instead of a file.
    public static final int AT_REMOVEDIR = 0x200;

    /// An empty path stands for the descriptor itself.
    public static final int AT_EMPTY_PATH = 0x1000;

    /// Instead of nanoseconds in [#utimensAt]: the current time.
    public static final long UTIME_NOW = (1L << 30) - 1;

    /// Instead of nanoseconds in [#utimensAt]: leave that time alone.
    public static final long UTIME_OMIT = (1L << 30) - 2;

    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_FOLLOW = 0x400;
    private static final byte[] EMPTY = {};

    private static final int FIRST = 0;
    private static final int SECOND = FIRST + PATH_MAX;
    private static final int HOW = SECOND + PATH_MAX;
    private static final int HOW_BYTES = 24; // struct open_how: flags, mode, resolve
    private static final int TIMES = HOW + HOW_BYTES;
    private static final int TIMES_BYTES = 32; // two struct timespec
    private static final int STATUS = TIMES + TIMES_BYTES;

    private final NativeBuffer memory = NativeBuffer.allocate(STATUS + FileStatus.BYTES);
    private final FileStatus status = new FileStatus(memory, STATUS);

    /// Allocates the memory for arguments.
    public PathCalls() {}

    /// Opens a path with openat2(2).
    ///
    /// @param directory the directory's descriptor
    /// @param path the path
    /// @param flags flags of [OpenFlags]; `O_CLOEXEC` is added
    /// @param mode permission bits when a file may be created, else 0
    /// @param resolve flags of [ResolveFlags]
    /// @return a descriptor's number, or the negated error number
    public long openAt2(int directory, byte[] path, long flags, long mode, long resolve) {
        int refusal = store(FIRST, path);
        if (refusal != 0) {
            return refusal;
        }
        memory.putLong(HOW, flags | OpenFlags.O_CLOEXEC);
        memory.putLong(HOW + 8, mode);
        memory.putLong(HOW + 16, resolve);
        return Native.syscall(
                SyscallNumber.OPENAT2,
                directory,
                at(FIRST),
                memory.address() + HOW,
                HOW_BYTES,
                0,
                0);
    }

    /// Asks for a file's status; [#status] holds the answer.
    ///
    /// The path is not confined: only give it one component without a slash, and
    /// [#AT_SYMLINK_NOFOLLOW], when a guest chose it.
    ///
    /// @param directory the directory's descriptor
    /// @param path the path
    /// @param flags `AT_` flags
    /// @return 0, or the negated error number
    public long statx(int directory, byte[] path, int flags) {
        int refusal = store(FIRST, path);
        if (refusal != 0) {
            return refusal;
        }
        return Native.syscall(
                SyscallNumber.STATX,
                directory,
                at(FIRST),
                flags,
                FileStatus.MASK,
                memory.address() + STATUS,
                0);
    }

    /// Asks for the status of an open file; [#status] holds the answer.
    ///
    /// @param fd the descriptor
    /// @return 0, or the negated error number
    public long statx(int fd) {
        return statx(fd, EMPTY, AT_EMPTY_PATH);
    }

    /// The answer to the last successful `statx`.
    ///
    /// @return a view of it
    public FileStatus status() {
        return status;
    }

    /// Reads a symbolic link; [#link] holds its target.
    ///
    /// @param directory the directory's descriptor, or with an empty path the link's, opened with
    ///   `O_PATH` and `O_NOFOLLOW`
    /// @param path one component, or empty
    /// @return the length of the target, or the negated error number
    public long readLinkAt(int directory, byte[] path) {
        int refusal = store(FIRST, path);
        if (refusal != 0) {
            return refusal;
        }
        return Native.syscall(
                SyscallNumber.READLINKAT, directory, at(FIRST), at(SECOND), PATH_MAX, 0, 0);
    }

    /// Copies the target that [#readLinkAt] read.
    ///
    /// @param length what it answered
    /// @return the target's bytes
    public byte[] link(int length) {
        byte[] target = new byte[length];
        memory.get(SECOND, target, 0, length);
        return target;
    }

    /// Makes a directory.
    ///
    /// @param directory the parent's descriptor
    /// @param name one component
    /// @param mode permission bits
    /// @return 0, or the negated error number
    public long mkdirAt(int directory, byte[] name, int mode) {
        int refusal = store(FIRST, name);
        return refusal != 0
                ? refusal
                : Native.syscall(SyscallNumber.MKDIRAT, directory, at(FIRST), mode);
    }

    /// Makes a file, a device node or a FIFO.
    ///
    /// @param directory the parent's descriptor
    /// @param name one component
    /// @param mode permission bits and one of [FileStatus]'s `S_IF` constants
    /// @param device for a device node its number, as [#device] makes it
    /// @return 0, or the negated error number
    public long mknodAt(int directory, byte[] name, int mode, long device) {
        int refusal = store(FIRST, name);
        return refusal != 0
                ? refusal
                : Native.syscall(SyscallNumber.MKNODAT, directory, at(FIRST), mode, device, 0, 0);
    }

    /// Makes the number of a device as mknodat(2) takes it, for minor numbers up to 255.
    ///
    /// @param major the driver's number
    /// @param minor the device's number
    /// @return the device
    public static long device(int major, int minor) {
        return (long) major << 8 | minor;
    }

    /// Removes a name.
    ///
    /// @param directory the parent's descriptor
    /// @param name one component
    /// @param flags [#AT_REMOVEDIR] or 0
    /// @return 0, or the negated error number
    public long unlinkAt(int directory, byte[] name, int flags) {
        int refusal = store(FIRST, name);
        return refusal != 0
                ? refusal
                : Native.syscall(SyscallNumber.UNLINKAT, directory, at(FIRST), flags);
    }

    /// Moves a name, replacing what is there.
    ///
    /// @param oldDirectory the parent's descriptor
    /// @param oldName one component
    /// @param newDirectory the new parent's descriptor
    /// @param newName one component
    /// @return 0, or the negated error number
    public long renameAt(int oldDirectory, byte[] oldName, int newDirectory, byte[] newName) {
        int refusal = store(oldName, newName);
        if (refusal != 0) {
            return refusal;
        }
        return Native.syscall(
                SyscallNumber.RENAMEAT2, oldDirectory, at(FIRST), newDirectory, at(SECOND), 0, 0);
    }

    /// Makes a hard link to an open file.
    ///
    /// @param fd the file, opened with `O_PATH`; a link's own descriptor links the link
    /// @param directory the new parent's descriptor
    /// @param name one component
    /// @return 0, or the negated error number
    public long linkAt(int fd, int directory, byte[] name) {
        int refusal = store(EMPTY, name);
        if (refusal != 0) {
            return refusal;
        }
        long result = linkAt(fd, directory, AT_EMPTY_PATH);
        if (result == -Errno.ENOENT) {
            // Without CAP_DAC_READ_SEARCH the kernel refuses that form; linkat(2) has this one.
            refusal = store(FIRST, ("/proc/self/fd/" + fd).getBytes(StandardCharsets.US_ASCII));
            result = refusal != 0 ? refusal : linkAt(AT_FDCWD, directory, AT_SYMLINK_FOLLOW);
        }
        return result;
    }

    private long linkAt(int oldDirectory, int directory, int flags) {
        return Native.syscall(
                SyscallNumber.LINKAT, oldDirectory, at(FIRST), directory, at(SECOND), flags, 0);
    }

    /// Makes a symbolic link.
    ///
    /// @param target what it says, stored as it is
    /// @param directory the parent's descriptor
    /// @param name one component
    /// @return 0, or the negated error number
    public long symlinkAt(byte[] target, int directory, byte[] name) {
        int refusal = store(target, name);
        return refusal != 0
                ? refusal
                : Native.syscall(SyscallNumber.SYMLINKAT, at(FIRST), directory, at(SECOND));
    }

    /// Sets the times of a file.
    ///
    /// @param directory the directory's descriptor, or with an empty path the file's own
    /// @param path one component, or empty
    /// @param times what to set
    /// @param flags `AT_` flags
    /// @return 0, or the negated error number
    public long utimensAt(int directory, byte[] path, FileTimes times, int flags) {
        int refusal = store(FIRST, path);
        if (refusal != 0) {
            return refusal;
        }
        memory.putLong(TIMES, times.accessedSeconds());
        memory.putLong(TIMES + 8, times.accessedNanos());
        memory.putLong(TIMES + 16, times.modifiedSeconds());
        memory.putLong(TIMES + 24, times.modifiedNanos());
        long timespecs = memory.address() + TIMES;
        return Native.syscall(
                SyscallNumber.UTIMENSAT, directory, at(FIRST), timespecs, flags, 0, 0);
    }

    /// fchmodat(2): sets permission bits, of a link's target when the name is a link.
    ///
    /// @param directory the directory
    /// @param name the file
    /// @param mode the permission bits
    /// @return 0, or the negated error number
    public long chmodAt(int directory, byte[] name, int mode) {
        int refusal = store(FIRST, name);
        return refusal != 0
                ? refusal
                : Native.syscall(SyscallNumber.FCHMODAT, directory, at(FIRST), mode);
    }

    /// fchownat(2): sets owner and group, and takes set-user-ID and set-group-ID bits away.
    ///
    /// @param directory the directory
    /// @param name the file
    /// @param uid the owner
    /// @param gid the group
    /// @param flags [#AT_SYMLINK_NOFOLLOW] or 0
    /// @return 0, or the negated error number
    public long chownAt(int directory, byte[] name, long uid, long gid, int flags) {
        int refusal = store(FIRST, name);
        return refusal != 0
                ? refusal
                : Native.syscall(SyscallNumber.FCHOWNAT, directory, at(FIRST), uid, gid, flags, 0);
    }

    private long at(int place) {
        return memory.address() + place;
    }

    private int store(byte[] first, byte[] second) {
        int refusal = store(FIRST, first);
        return refusal != 0 ? refusal : store(SECOND, second);
    }

    private int store(int place, byte[] path) {
        if (path.length >= PATH_MAX) {
            return -Errno.ENAMETOOLONG;
        }
        for (byte b : path) {
            if (b == 0) {
                return -Errno.EINVAL;
            }
        }
        memory.put(place, path, 0, path.length);
        memory.putByte((long) place + path.length, (byte) 0);
        return 0;
    }

    /// Frees the memory; a second call does nothing.
    @Override
    public void close() {
        memory.close();
    }
}
