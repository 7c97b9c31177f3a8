package io.jwasm.linux.mount;

/// Flags of [mount(2)](https://man7.org/linux/man-pages/man2/mount.2.html) and
/// [mount_setattr(2)](https://man7.org/linux/man-pages/man2/mount_setattr.2.html).
public final class MountFlags {

    /// Read-only.
    public static final long MS_RDONLY = 1;

    /// Ignore set-user-ID bits and file capabilities.
    public static final long MS_NOSUID = 2;

    /// Device files do not work.
    public static final long MS_NODEV = 4;

    /// Files cannot be executed.
    public static final long MS_NOEXEC = 8;

    /// Writes are synchronous.
    public static final long MS_SYNCHRONOUS = 16;

    /// Change the options of what is mounted.
    public static final long MS_REMOUNT = 32;

    /// Mandatory locks; without effect since Linux 5.15.
    public static final long MS_MANDLOCK = 64;

    /// Directory changes are synchronous.
    public static final long MS_DIRSYNC = 128;

    /// Do not follow symbolic links.
    public static final long MS_NOSYMFOLLOW = 256;

    /// Leave access times alone.
    public static final long MS_NOATIME = 1024;

    /// Leave directories' access times alone.
    public static final long MS_NODIRATIME = 2048;

    /// Show a tree at a second place.
    public static final long MS_BIND = 4096;

    /// Apply to all mounts below as well.
    public static final long MS_REC = 16384;

    /// Keep some warnings out of the kernel log.
    public static final long MS_SILENT = 1 << 15;

    /// Neither propagate nor be bound.
    public static final long MS_UNBINDABLE = 1 << 17;

    /// Neither send nor receive mounts.
    public static final long MS_PRIVATE = 1 << 18;

    /// Receive mounts, send none.
    public static final long MS_SLAVE = 1 << 19;

    /// Send and receive mounts.
    public static final long MS_SHARED = 1 << 20;

    /// Access times follow modification times.
    public static final long MS_RELATIME = 1 << 21;

    /// Inode versions are kept.
    public static final long MS_I_VERSION = 1 << 23;

    /// Access times are exact.
    public static final long MS_STRICTATIME = 1 << 24;

    /// Times are written lazily.
    public static final long MS_LAZYTIME = 1 << 25;

    /// Unmount now, clean up when nobody uses it any more (umount2(2)).
    public static final int MNT_DETACH = 2;

    static final long MS_PROPAGATION = MS_UNBINDABLE | MS_PRIVATE | MS_SLAVE | MS_SHARED;
    static final long MS_ATIME = MS_NOATIME | MS_RELATIME | MS_STRICTATIME;

    static final long MOUNT_ATTR_RDONLY = 1;
    static final long MOUNT_ATTR_NOSUID = 2;
    static final long MOUNT_ATTR_NODEV = 4;
    static final long MOUNT_ATTR_NOEXEC = 8;
    static final long MOUNT_ATTR_ATIME = 0x70;
    static final long MOUNT_ATTR_NOATIME = 0x10;
    static final long MOUNT_ATTR_STRICTATIME = 0x20;
    static final long MOUNT_ATTR_NODIRATIME = 0x80;
    static final long MOUNT_ATTR_NOSYMFOLLOW = 0x200000;

    private MountFlags() {}

    /// Translates flags of mount(2) to attributes of one mount; others are the file system's.
    static long attributes(long flags) {
        long attributes = flags & (MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC); // same bits
        attributes |= has(flags, MS_NOATIME) ? MOUNT_ATTR_NOATIME : 0;
        attributes |= has(flags, MS_STRICTATIME) ? MOUNT_ATTR_STRICTATIME : 0;
        attributes |= has(flags, MS_NODIRATIME) ? MOUNT_ATTR_NODIRATIME : 0;
        attributes |= has(flags, MS_NOSYMFOLLOW) ? MOUNT_ATTR_NOSYMFOLLOW : 0;
        return attributes;
    }

    static boolean has(long flags, long flag) {
        return (flags & flag) != 0;
    }
}
