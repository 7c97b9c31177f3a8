package io.jwasm.linux.process;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import java.util.BitSet;

/// The processor time of one platform thread: how much it has used, how much it is given.
///
/// Made on the thread itself, used from any. Thread-safe; the owner closes it, when the thread has
/// ended at the latest: its id may be another thread's from then on.
public final class ThreadProcessor implements AutoCloseable {

    /// The lowest weight that [#setNice] knows.
    public static final int MAX_NICE = 19;

    /// The most processors that an affinity may name, as the kernel's largest configuration has.
    private static final int MAX_PROCESSORS = 8192;

    private static final int PRIO_PROCESS = 0;
    private static final int TIMESPEC_BYTES = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /// CPUCLOCK_SCHED | CPUCLOCK_PERTHREAD_MASK, `include/linux/posix-timers_types.h`: the clock of
    /// the thread whose inverted id is in the upper bits.
    private static final int THREAD_CLOCK = 2 | 4;

    private final int tid;
    private final long clock;
    private final NativeBuffer time = NativeBuffer.allocate(TIMESPEC_BYTES);
    private long last;
    private boolean isClosed;

    /// Takes the calling thread.
    ///
    /// @throws IllegalStateException on a virtual thread
    public ThreadProcessor() {
        tid = CurrentThread.tid();
        clock = (long) ~tid << 3 | THREAD_CLOCK;
    }

    /// The processor time that the thread has used, in user and kernel mode.
    ///
    /// @return in nanoseconds; after [#close] what it was then
    public synchronized long usedNanos() {
        if (!isClosed) {
            read();
        }
        return last;
    }

    private void read() {
        // The clock of a thread that has ended answers EINVAL: it uses no more than it did.
        if (Native.syscall(SyscallNumber.CLOCK_GETTIME, clock, time.address(), 0) == 0) {
            last = time.getLong(0) * NANOS_PER_SECOND + time.getLong(8);
        }
    }

    /// Sets the thread's weight against others,
    /// [sched(7)](https://man7.org/linux/man-pages/man7/sched.7.html): each step less is a quarter
    /// more.
    ///
    /// @param nice −20 to [#MAX_NICE]
    /// @throws ErrnoException when setpriority(2) fails, EACCES for a lower value without privilege
    public synchronized void setNice(int nice) throws ErrnoException {
        if (isClosed) {
            return;
        }
        long result = Native.syscall(SyscallNumber.SETPRIORITY, PRIO_PROCESS, tid, nice);
        ErrnoException.check("setpriority", result, "nice " + nice);
    }

    /// Sets the processors that the thread may run on.
    ///
    /// @param processors their numbers; those that the machine does not have are ignored
    /// @throws ErrnoException when sched_setaffinity(2) fails, EINVAL when none is left
    public synchronized void setAffinity(BitSet processors) throws ErrnoException {
        if (processors.length() > MAX_PROCESSORS) {
            throw new ErrnoException("sched_setaffinity", Errno.EINVAL, processors.toString());
        }
        if (isClosed) {
            return;
        }
        byte[] mask = new byte[MAX_PROCESSORS / Byte.SIZE];
        byte[] bits = processors.toByteArray();
        System.arraycopy(bits, 0, mask, 0, bits.length);
        try (NativeBuffer set = NativeBuffer.allocate(mask.length)) {
            set.put(0, mask, 0, mask.length);
            long result =
                    Native.syscall(
                            SyscallNumber.SCHED_SETAFFINITY, tid, mask.length, set.address());
            ErrnoException.check("sched_setaffinity", result, processors);
        }
    }

    /// Keeps the time that was used and looks at the thread no more. A second call does nothing.
    @Override
    public synchronized void close() {
        if (!isClosed) {
            read();
            isClosed = true;
            time.close();
        }
    }
}
