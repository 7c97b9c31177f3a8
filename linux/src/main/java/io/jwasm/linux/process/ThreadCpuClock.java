package io.jwasm.linux.process;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import java.util.OptionalLong;

/// The processor time that one thread of this process has used
/// ([clock_gettime(2)](https://man7.org/linux/man-pages/man2/clock_gettime.2.html)).
///
/// For a thread that is known to live: a TID is given to another thread after its bearer's end.
/// Thread-safe; reading takes about a microsecond.
///
/// @param tid the thread
public record ThreadCpuClock(int tid) {

    // A clock's id names a thread in its upper bits, and what is measured in the lower three
    // (`include/linux/posix-timers.h`): CPUCLOCK_PERTHREAD_MASK | CPUCLOCK_SCHED.
    private static final int THREAD_BITS = 3;
    private static final int RUN_TIME_OF_THREAD = 6;

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int TIMESPEC_BYTES = 16;

    /// The clock of the calling thread.
    ///
    /// @return the clock, for any thread to read
    /// @throws IllegalStateException on a virtual thread
    public static ThreadCpuClock ofCurrentThread() {
        return new ThreadCpuClock(CurrentThread.tid());
    }

    /// Reads the clock.
    ///
    /// @return in nanoseconds; empty when the thread has ended
    /// @throws ErrnoException when clock_gettime(2) fails otherwise
    public OptionalLong nanos() throws ErrnoException {
        int clock = ~tid << THREAD_BITS | RUN_TIME_OF_THREAD;
        try (NativeBuffer time = NativeBuffer.allocate(TIMESPEC_BYTES)) {
            long result = Native.syscall(SyscallNumber.CLOCK_GETTIME, clock, time.address(), 0);
            if (result == -Errno.EINVAL) {
                return OptionalLong.empty();
            }
            ErrnoException.check("clock_gettime", result, this);
            return OptionalLong.of(time.getLong(0) * NANOS_PER_SECOND + time.getLong(8));
        }
    }
}
