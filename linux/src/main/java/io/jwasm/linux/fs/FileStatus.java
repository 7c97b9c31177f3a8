package io.jwasm.linux.fs;

import io.jwasm.linux.ffi.NativeBuffer;

/// What statx(2) answered last ([statx(2)](https://man7.org/linux/man-pages/man2/statx.2.html),
/// `linux/stat.h`).
///
/// A view of [PathCalls]'s memory: the next `statx` there overwrites it.
public final class FileStatus {

    /// The bits of [#mode] that hold the file's type.
    public static final int S_IFMT = 0xf000;

    /// A FIFO.
    public static final int S_IFIFO = 0x1000;

    /// A character device.
    public static final int S_IFCHR = 0x2000;

    /// A directory.
    public static final int S_IFDIR = 0x4000;

    /// A block device.
    public static final int S_IFBLK = 0x6000;

    /// A regular file.
    public static final int S_IFREG = 0x8000;

    /// A symbolic link.
    public static final int S_IFLNK = 0xa000;

    /// A socket.
    public static final int S_IFSOCK = 0xc000;

    /// The size of struct statx.
    static final int BYTES = 256;

    /// STATX_BASIC_STATS: all that is read here.
    static final int MASK = 0x7ff;

    private static final long STATX_ATTR_MOUNT_ROOT = 0x2000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int MINOR_BITS = 20; // as in the kernel's own dev_t, see MKDEV

    private final NativeBuffer memory;
    private final long offset;

    FileStatus(NativeBuffer memory, long offset) {
        this.memory = memory;
        this.offset = offset;
    }

    /// The type and the permission bits.
    ///
    /// @return `stx_mode`
    public int mode() {
        return Short.toUnsignedInt(memory.getShort(offset + 28));
    }

    /// The type alone.
    ///
    /// @return one of the `S_IF` constants
    public int type() {
        return mode() & S_IFMT;
    }

    /// Tells whether something is mounted there (Linux 5.8 and newer).
    ///
    /// @return true for the root of a mount
    public boolean isMountRoot() {
        return (memory.getLong(offset + 8) & STATX_ATTR_MOUNT_ROOT) != 0;
    }

    /// How many hard links there are.
    ///
    /// @return `stx_nlink`
    public long linkCount() {
        return Integer.toUnsignedLong(memory.getInt(offset + 16));
    }

    /// The inode's number.
    ///
    /// @return `stx_ino`
    public long inode() {
        return memory.getLong(offset + 32);
    }

    /// The size.
    ///
    /// @return `stx_size`, in bytes
    public long sizeBytes() {
        return memory.getLong(offset + 40);
    }

    /// The device that holds the file.
    ///
    /// @return a number that tells file systems apart
    public long device() {
        return device(offset + 136);
    }

    /// The device that a device node stands for.
    ///
    /// @return its major number above 20 bits of its minor number
    public long nodeDevice() {
        return device(offset + 128);
    }

    private long device(long at) {
        return Integer.toUnsignedLong(memory.getInt(at)) << MINOR_BITS
                | Integer.toUnsignedLong(memory.getInt(at + 4));
    }

    /// When it was last read.
    ///
    /// @return nanoseconds since 1970
    public long accessedNanos() {
        return nanos(offset + 64);
    }

    /// When its content was last changed.
    ///
    /// @return nanoseconds since 1970
    public long modifiedNanos() {
        return nanos(offset + 112);
    }

    /// When the inode was last changed.
    ///
    /// @return nanoseconds since 1970
    public long changedNanos() {
        return nanos(offset + 96);
    }

    private long nanos(long at) {
        return memory.getLong(at) * NANOS_PER_SECOND + memory.getInt(at + 8);
    }
}
