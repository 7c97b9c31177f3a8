package io.jwasm.linux.landlock;

import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.SyscallNumber;

/// What of Landlock the kernel has, by the version of its interface. Constants are those of
/// `linux/landlock.h`.
public final class Landlock {

    static final long ACCESS_FS_EXECUTE = 1;
    static final long ACCESS_FS_WRITE_FILE = 1 << 1;
    static final long ACCESS_FS_READ_FILE = 1 << 2;
    static final long ACCESS_FS_READ_DIR = 1 << 3;
    static final long ACCESS_FS_REMOVE_DIR = 1 << 4;
    static final long ACCESS_FS_REMOVE_FILE = 1 << 5;
    static final long ACCESS_FS_MAKE_DIR = 1 << 7;
    static final long ACCESS_FS_MAKE_REG = 1 << 8;
    static final long ACCESS_FS_MAKE_SOCK = 1 << 9;
    static final long ACCESS_FS_MAKE_FIFO = 1 << 10;
    static final long ACCESS_FS_MAKE_SYM = 1 << 12;
    static final long ACCESS_FS_REFER = 1 << 13;
    static final long ACCESS_FS_TRUNCATE = 1 << 14;

    static final long ACCESS_NET_ALL = 3; // LANDLOCK_ACCESS_NET_BIND_TCP, _CONNECT_TCP
    static final long SCOPE_ABSTRACT_UNIX_SOCKET = 1; // LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET

    private static final int CREATE_RULESET_VERSION = 1;
    private static final int FIRST_WITH_NET = 4;
    private static final int FIRST_WITH_SCOPE = 6;

    private Landlock() {}

    /// The version of the interface.
    ///
    /// @return 1 and up; 0 when the kernel has no Landlock, or it is switched off
    public static int version() {
        long result =
                Native.syscall(SyscallNumber.LANDLOCK_CREATE_RULESET, 0, 0, CREATE_RULESET_VERSION);
        return result < 0 ? 0 : (int) result;
    }

    /// Tells whether a version knows ports of TCP.
    ///
    /// @param version a version of the interface
    /// @return whether [LandlockRuleset#create] can take them away
    public static boolean hasNet(int version) {
        return version >= FIRST_WITH_NET;
    }

    /// Tells whether a version keeps abstract unix sockets inside.
    ///
    /// @param version a version of the interface
    /// @return whether it does
    public static boolean hasScope(int version) {
        return version >= FIRST_WITH_SCOPE;
    }

    /// All rights on files that a version knows: asking for an unknown one is an error, leaving out
    /// a known one leaves a door open.
    static long fileRights(int version) {
        int bits =
                switch (version) {
                    case 1 -> 13;
                    case 2 -> 14; // LANDLOCK_ACCESS_FS_REFER
                    case 3, 4 -> 15; // LANDLOCK_ACCESS_FS_TRUNCATE
                    default -> 16; // LANDLOCK_ACCESS_FS_IOCTL_DEV
                };
        return (1L << bits) - 1;
    }
}
