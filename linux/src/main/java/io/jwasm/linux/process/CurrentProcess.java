package io.jwasm.linux.process;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.io.KernelFile;

/// What belongs to this process as a whole.
public final class CurrentProcess {

    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final String OOM_SCORE_ADJUSTMENT = "/proc/self/oom_score_adj";
    private static final int MAX_OOM_SCORE_ADJUSTMENT = 1000;

    private CurrentProcess() {}

    /// This process's id.
    ///
    /// @return the PID, in this process's PID namespace
    public static int pid() {
        return (int) Native.syscall(SyscallNumber.GETPID, 0, 0, 0);
    }

    /// The effective user.
    ///
    /// @return the user id, 0 for root
    public static int effectiveUserId() {
        return (int) Native.syscall(SyscallNumber.GETEUID, 0, 0, 0);
    }

    /// Starts a new session without a terminal, led by this process.
    ///
    /// @throws ErrnoException with EPERM when this process leads a process group already
    public static void startSession() throws ErrnoException {
        ErrnoException.check("setsid", Native.syscall(SyscallNumber.SETSID, 0, 0, 0), "self");
    }

    /// Sets which permission bits new files do not get.
    ///
    /// @param mask permission bits
    /// @return the bits that it was before
    public static int setUmask(int mask) {
        return (int) Native.syscall(SyscallNumber.UMASK, mask, 0, 0);
    }

    /// Changes the working directory of the kernel's view; Java's `user.dir` stays.
    ///
    /// @param path the directory
    /// @throws ErrnoException when chdir(2) fails
    public static void changeDirectory(String path) throws ErrnoException {
        try (NativeBuffer name = NativeBuffer.ofCString(path)) {
            long result = Native.syscall(SyscallNumber.CHDIR, name.address(), 0, 0);
            ErrnoException.check("chdir", result, path);
        }
    }

    /// Makes this process the parent of its descendants' orphans.
    ///
    /// @param isOn whether it shall be
    /// @throws ErrnoException when prctl(2) fails
    public static void setChildSubreaper(boolean isOn) throws ErrnoException {
        long result = Native.syscall(SyscallNumber.PRCTL, PR_SET_CHILD_SUBREAPER, isOn ? 1 : 0, 0);
        ErrnoException.check("prctl", result, "PR_SET_CHILD_SUBREAPER");
    }

    /// How much the kernel prefers a process when it must kill one for want of memory.
    ///
    /// @param pid the process
    /// @return -1000 (never) to 1000 (first)
    /// @throws ErrnoException when `/proc` cannot be read, ENOENT when there is no such process
    public static int oomScoreAdjustment(int pid) throws ErrnoException {
        return Integer.parseInt(KernelFile.read("/proc/" + pid + "/oom_score_adj").strip());
    }

    /// Sets how much the kernel prefers this process when it must kill one for want of memory.
    ///
    /// @param adjustment -1000 to 1000; greater ones are taken as 1000
    /// @throws ErrnoException with EACCES when lowering it is not permitted
    public static void setOomScoreAdjustment(int adjustment) throws ErrnoException {
        int capped = Math.min(adjustment, MAX_OOM_SCORE_ADJUSTMENT);
        KernelFile.write(OOM_SCORE_ADJUSTMENT, Integer.toString(capped));
    }
}
