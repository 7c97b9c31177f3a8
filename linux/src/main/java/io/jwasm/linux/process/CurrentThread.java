package io.jwasm.linux.process;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;

/// What belongs to the calling platform thread alone, and what it hands on to threads and processes
/// that it makes.
///
/// The raw system calls act on one thread, where glibc's functions of the same name would change
/// all of the process. Each method throws `IllegalStateException` on a virtual thread, because the
/// change would stick to the carrier.
public final class CurrentThread {

    private static final int PR_SET_NAME = 15;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int PR_CAPBSET_DROP = 24;
    private static final int PR_CAP_AMBIENT = 47;
    private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;
    private static final int LINUX_CAPABILITY_VERSION_3 = 0x20080522;
    private static final int CAPABILITY_BYTES = 8 + 2 * 12; // header, then two cap_user_data_t
    private static final int UNCHANGED = -1;
    private static final long CLONE_FS = 0x200;

    private CurrentThread() {}

    /// Refuses virtual threads.
    ///
    /// @param what what was attempted, for the message
    /// @throws IllegalStateException when the calling thread is virtual
    public static void requirePlatform(String what) {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException(what + " on a virtual thread");
        }
    }

    /// The calling thread's id.
    ///
    /// @return the TID, which for no thread but the first is a PID
    public static int tid() {
        requirePlatform("gettid");
        return (int) Native.syscall(SyscallNumber.GETTID, 0, 0, 0);
    }

    /// Sets the name that `/proc` and `ps` show.
    ///
    /// @param name cut by the kernel after 15 bytes
    /// @throws ErrnoException when prctl(2) fails
    public static void setName(String name) throws ErrnoException {
        requirePlatform("prctl");
        try (NativeBuffer text = NativeBuffer.ofCString(name)) {
            prctl("PR_SET_NAME", PR_SET_NAME, text.address(), 0);
        }
    }

    /// Gives up for good that executing a file may add privileges.
    ///
    /// @throws ErrnoException when prctl(2) fails
    public static void setNoNewPrivileges() throws ErrnoException {
        requirePlatform("prctl");
        prctl("PR_SET_NO_NEW_PRIVS", PR_SET_NO_NEW_PRIVS, 1, 0);
    }

    /// Sets the user and group that file accesses count as.
    ///
    /// When the user is not 0 any more, the kernel also takes the capabilities that bypass file
    /// permissions out of the effective set.
    ///
    /// @param userId the user
    /// @param groupId the group
    /// @throws ErrnoException with EPERM when not permitted
    public static void setFileSystemIds(int userId, int groupId) throws ErrnoException {
        requirePlatform("setfsuid");
        setAndCompare("setfsgid", SyscallNumber.SETFSGID, groupId);
        setAndCompare("setfsuid", SyscallNumber.SETFSUID, userId);
    }

    /// Sets the mask for new files' modes for the calling thread alone, and with it gives the
    /// thread a working directory and a root of its own. It cannot be undone.
    ///
    /// @param mask the permission bits that new files do not get
    /// @throws ErrnoException when unshare(2) fails
    public static void setFileModeMask(int mask) throws ErrnoException {
        requirePlatform("umask");
        ErrnoException.check(
                "unshare", Native.syscall(SyscallNumber.UNSHARE, CLONE_FS, 0, 0), "CLONE_FS");
        Native.syscall(SyscallNumber.UMASK, mask, 0, 0);
    }

    /// These two calls answer the previous id and never fail; an invalid id asks without setting.
    private static void setAndCompare(String call, int number, int id) throws ErrnoException {
        Native.syscall(number, id, 0, 0);
        if ((int) Native.syscall(number, UNCHANGED, 0, 0) != id) {
            throw new ErrnoException(call, Errno.EPERM, Integer.toString(id));
        }
    }

    /// Sets the supplementary groups.
    ///
    /// @param groupIds the groups; none to have none
    /// @throws ErrnoException when setgroups(2) fails
    public static void setGroups(int... groupIds) throws ErrnoException {
        requirePlatform("setgroups");
        try (NativeBuffer list = NativeBuffer.allocate(Math.max(1, groupIds.length) * 4L)) {
            for (int i = 0; i < groupIds.length; i++) {
                list.putInt(i * 4L, groupIds[i]);
            }
            long result =
                    Native.syscall(SyscallNumber.SETGROUPS, groupIds.length, list.address(), 0);
            ErrnoException.check("setgroups", result, groupIds.length + " groups");
        }
    }

    /// Reduces the capabilities to a set: effective, permitted and inheritable; ambient ones go.
    ///
    /// @param capabilities a bit for each capability, bit 0 for CAP_CHOWN
    ///   ([capabilities(7)](https://man7.org/linux/man-pages/man7/capabilities.7.html))
    /// @throws ErrnoException with EPERM when the set holds one that the thread does not have
    public static void setCapabilities(long capabilities) throws ErrnoException {
        requirePlatform("capset");
        prctl("PR_CAP_AMBIENT", PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0);
        try (NativeBuffer memory = NativeBuffer.allocate(CAPABILITY_BYTES)) {
            memory.putInt(0, LINUX_CAPABILITY_VERSION_3);
            for (int half = 0; half < 2; half++) {
                int bits = (int) (capabilities >>> (32 * half));
                for (int set = 0; set < 3; set++) {
                    memory.putInt(8 + 12L * half + 4L * set, bits);
                }
            }
            long result =
                    Native.syscall(SyscallNumber.CAPSET, memory.address(), memory.address() + 8, 0);
            ErrnoException.check("capset", result, "0x" + Long.toHexString(capabilities));
        }
    }

    /// Takes capabilities out of the bounding set, so that no execve(2) can bring them back.
    ///
    /// @param kept a bit for each capability that stays
    /// @throws ErrnoException with EPERM without CAP_SETPCAP
    public static void limitCapabilities(long kept) throws ErrnoException {
        requirePlatform("prctl");
        for (int capability = 0; capability < Long.SIZE; capability++) {
            if ((kept >>> capability & 1) == 0) {
                long result = Native.syscall(SyscallNumber.PRCTL, PR_CAPBSET_DROP, capability, 0);
                if (result == -Errno.EINVAL) {
                    return; // one beyond the last that the kernel knows
                }
                ErrnoException.check("prctl", result, "PR_CAPBSET_DROP " + capability);
            }
        }
    }

    private static void prctl(String subject, int option, long first, long second)
            throws ErrnoException {
        long result = Native.syscall(SyscallNumber.PRCTL, option, first, second);
        ErrnoException.check("prctl", result, subject);
    }
}
