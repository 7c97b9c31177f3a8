package io.jwasm.linux.mount;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;

/// The system calls on mounts. All need CAP_SYS_ADMIN. Thread-safe.
public final class Mounts {

    static final int AT_FDCWD = -100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int AT_RECURSIVE = 0x8000;
    private static final int OPEN_TREE_CLONE = 1;
    private static final int OPEN_TREE_CLOEXEC = 0x80000;
    private static final int MOVE_MOUNT_F_EMPTY_PATH = 4;
    private static final int MOVE_MOUNT_T_EMPTY_PATH = 0x40;
    private static final int STATFS_BYTES = 120; // struct statfs, and room to spare
    private static final int STATFS_FLAGS = 80;
    private static final long ST_RDONLY = 1;
    private static final int MOUNT_ATTR_BYTES = 32; // struct mount_attr, first version
    private static final int ATTR_CLEAR = 8;
    private static final int ATTR_PROPAGATION = 16;
    private static final int PAGE_BYTES = 4096; // of the kernel's copy of the data, at least

    private Mounts() {}

    /// Mounts a file system or binds a tree where others see it.
    ///
    /// @param type the file system's type; ignored for a bind
    /// @param source the device, directory or name
    /// @param target the directory
    /// @param flags `MS_` flags
    /// @param data the file system's options, separated by commas; at most 4,095 bytes
    /// @throws ErrnoException when mount(2) fails, E2BIG when the data is too long
    public static void mount(String type, String source, String target, long flags, String data)
            throws ErrnoException {
        try (NativeBuffer typeName = NativeBuffer.ofCString(type);
                NativeBuffer from = NativeBuffer.ofCString(source);
                NativeBuffer to = NativeBuffer.ofCString(target);
                NativeBuffer text = NativeBuffer.ofCString(data)) {
            if (text.sizeBytes() > PAGE_BYTES) {
                throw new ErrnoException(
                        "mount",
                        Errno.E2BIG,
                        type
                                + " on "
                                + target
                                + " (its options take "
                                + (text.sizeBytes() - 1)
                                + " bytes, the kernel takes 4095)");
            }
            long result =
                    Native.syscall(
                            SyscallNumber.MOUNT,
                            from.address(),
                            to.address(),
                            typeName.address(),
                            flags,
                            text.address(),
                            0);
            ErrnoException.check("mount", result, type + " on " + target);
        }
    }

    /// Unmounts what is mounted at a path.
    ///
    /// @param target the path; a symbolic link at its end is followed
    /// @param flags [MountFlags#MNT_DETACH], or 0 to fail with EBUSY while it is in use
    /// @return false when nothing is mounted there, or there is no such path
    /// @throws ErrnoException when umount2(2) fails otherwise: EBUSY, EPERM
    public static boolean unmount(String target, int flags) throws ErrnoException {
        try (NativeBuffer name = NativeBuffer.ofCString(target)) {
            long result = Native.syscall(SyscallNumber.UMOUNT2, name.address(), flags, 0);
            if (result == -Errno.EINVAL || result == -Errno.ENOENT) {
                return false;
            }
            ErrnoException.check("umount2", result, target);
            return true;
        }
    }

    /// Clones the mount that a path is on, from that path downwards, attached nowhere.
    ///
    /// @param path a directory or a file
    /// @param isRecursive whether the mounts below come along
    /// @return a descriptor as of `O_PATH`; the clone goes when it closes
    /// @throws ErrnoException when open_tree(2) fails
    public static HostFd cloneTree(String path, boolean isRecursive) throws ErrnoException {
        try (NativeBuffer name = NativeBuffer.ofCString(path)) {
            int flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (isRecursive ? AT_RECURSIVE : 0);
            long result = Native.syscall(SyscallNumber.OPEN_TREE, AT_FDCWD, name.address(), flags);
            return new HostFd((int) ErrnoException.check("open_tree", result, path));
        }
    }

    /// Clones the mount that a descriptor is on, from there downwards, attached nowhere.
    ///
    /// @param place a directory or a file; stays the caller's
    /// @param isRecursive whether the mounts below come along
    /// @return a descriptor as of `O_PATH`; the clone goes when it closes
    /// @throws ErrnoException when open_tree(2) fails
    public static HostFd cloneTree(HostFd place, boolean isRecursive) throws ErrnoException {
        try (NativeBuffer empty = NativeBuffer.ofCString("")) {
            int flags =
                    OPEN_TREE_CLONE
                            | OPEN_TREE_CLOEXEC
                            | AT_EMPTY_PATH
                            | (isRecursive ? AT_RECURSIVE : 0);
            long result =
                    Native.syscall(SyscallNumber.OPEN_TREE, place.number(), empty.address(), flags);
            return new HostFd((int) ErrnoException.check("open_tree", result, place));
        }
    }

    /// Attaches a detached tree where others see it.
    ///
    /// @param tree the tree; its descriptor stays the caller's
    /// @param target the directory, or the file for a file
    /// @throws ErrnoException when move_mount(2) fails
    public static void attach(HostFd tree, String target) throws ErrnoException {
        try (NativeBuffer empty = NativeBuffer.ofCString("");
                NativeBuffer to = NativeBuffer.ofCString(target)) {
            long result =
                    Native.syscall(
                            SyscallNumber.MOVE_MOUNT,
                            tree.number(),
                            empty.address(),
                            AT_FDCWD,
                            to.address(),
                            MOVE_MOUNT_F_EMPTY_PATH,
                            0);
            ErrnoException.check("move_mount", result, target);
        }
    }

    /// Attaches a detached tree on a directory, or on a file for a file, that a descriptor names.
    ///
    /// @param tree the tree; its descriptor stays the caller's and is the place's content then
    /// @param place the directory or file, as of `O_PATH`; stays the caller's
    /// @throws ErrnoException when move_mount(2) fails, EINVAL where the place is in a detached
    ///   tree and the kernel is older than 6.15
    public static void attach(HostFd tree, HostFd place) throws ErrnoException {
        try (NativeBuffer empty = NativeBuffer.ofCString("")) {
            long result =
                    Native.syscall(
                            SyscallNumber.MOVE_MOUNT,
                            tree.number(),
                            empty.address(),
                            place.number(),
                            empty.address(),
                            MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH,
                            0);
            ErrnoException.check("move_mount", result, place);
        }
    }

    /// Tells whether nothing can be written on the mount that holds a file.
    ///
    /// @param file a descriptor of it, `O_PATH` suffices
    /// @return true for a read-only mount or file system
    /// @throws ErrnoException when fstatfs(2) fails
    public static boolean isReadOnly(HostFd file) throws ErrnoException {
        try (NativeBuffer status = NativeBuffer.allocate(STATFS_BYTES)) {
            long result = Native.syscall(SyscallNumber.FSTATFS, file.number(), status.address(), 0);
            ErrnoException.check("fstatfs", result, file);
            return (status.getLong(STATFS_FLAGS) & ST_RDONLY) != 0;
        }
    }

    /// Changes the attributes of a mount that a descriptor names (Linux 5.12 and newer).
    ///
    /// @param tree the mount's root
    /// @param flags `MS_` flags to turn on that belong to a mount: read-only, nosuid, nodev,
    ///   noexec, access times, nosymfollow; others are ignored
    /// @param cleared those to turn off
    /// @param isRecursive whether all mounts below change as well
    /// @throws ErrnoException when mount_setattr(2) fails
    public static void setAttributes(HostFd tree, long flags, long cleared, boolean isRecursive)
            throws ErrnoException {
        long set = MountFlags.attributes(flags);
        long clear = MountFlags.attributes(cleared);
        if (MountFlags.has(flags | cleared, MountFlags.MS_ATIME)) {
            clear |= MountFlags.MOUNT_ATTR_ATIME;
        }
        if (set != 0 || clear != 0) {
            change(tree, set, clear, 0, isRecursive);
        }
    }

    /// Changes how mounts made elsewhere reach a mount that a descriptor names.
    ///
    /// @param tree the mount's root
    /// @param propagation one of `MS_PRIVATE`, `MS_SLAVE`, `MS_SHARED`, `MS_UNBINDABLE`
    /// @param isRecursive whether all mounts below change as well
    /// @throws ErrnoException when mount_setattr(2) fails
    public static void setPropagation(HostFd tree, long propagation, boolean isRecursive)
            throws ErrnoException {
        change(tree, 0, 0, propagation, isRecursive);
    }

    private static void change(
            HostFd tree, long set, long clear, long propagation, boolean isRecursive)
            throws ErrnoException {
        try (NativeBuffer empty = NativeBuffer.ofCString("");
                NativeBuffer attributes = NativeBuffer.allocate(MOUNT_ATTR_BYTES)) {
            attributes.putLong(0, set);
            attributes.putLong(ATTR_CLEAR, clear);
            attributes.putLong(ATTR_PROPAGATION, propagation);
            long result =
                    Native.syscall(
                            SyscallNumber.MOUNT_SETATTR,
                            tree.number(),
                            empty.address(),
                            AT_EMPTY_PATH | (isRecursive ? AT_RECURSIVE : 0),
                            attributes.address(),
                            MOUNT_ATTR_BYTES,
                            0);
            ErrnoException.check("mount_setattr", result, tree);
        }
    }
}
