package io.jwasm.linux.process;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import java.util.BitSet;

/// How the kernel lets one thread of this process run beside others
/// ([sched(7)](https://man7.org/linux/man-pages/man7/sched.7.html)).
public final class ThreadSchedule {

    private static final int PRIO_PROCESS = 0; // which on Linux means one thread

    private ThreadSchedule() {}

    /// Sets a thread's nice value: its weight where more threads want to run than there are
    /// processors. Each step is a factor of 1.25.
    ///
    /// @param tid the thread
    /// @param nice −20, the greatest weight, to 19
    /// @throws ErrnoException when setpriority(2) fails, EACCES when the value would be lowered
    ///   without CAP_SYS_NICE, ESRCH when there is no such thread
    public static void setNice(int tid, int nice) throws ErrnoException {
        long result = Native.syscall(SyscallNumber.SETPRIORITY, PRIO_PROCESS, tid, nice);
        ErrnoException.check("setpriority", result, tid);
    }

    /// Sets the processors that a thread may run on.
    ///
    /// @param tid the thread
    /// @param processors their numbers, at least one that the host has
    /// @throws ErrnoException when sched_setaffinity(2) fails, EINVAL when the host has none of
    ///   them
    public static void setProcessors(int tid, BitSet processors) throws ErrnoException {
        long[] words = processors.toLongArray();
        try (NativeBuffer mask = NativeBuffer.allocate(Math.max(1, words.length) * 8L)) {
            for (int i = 0; i < words.length; i++) {
                mask.putLong(8L * i, words[i]);
            }
            long result =
                    Native.syscall(
                            SyscallNumber.SCHED_SETAFFINITY, tid, mask.sizeBytes(), mask.address());
            ErrnoException.check("sched_setaffinity", result, processors);
        }
    }
}
