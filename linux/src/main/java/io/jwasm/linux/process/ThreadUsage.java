package io.jwasm.linux.process;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.io.KernelFile;

/// What one thread of this process has used, as the kernel accounts for it.
///
/// @param userNanos processor time in user mode, in steps of 10 ms
/// @param systemNanos processor time in the kernel, in steps of 10 ms
/// @param readBytes fetched from devices for it; 0 when the kernel does not count
/// @param writtenBytes what it made dirty in the page cache; 0 when the kernel does not count
public record ThreadUsage(long userNanos, long systemNanos, long readBytes, long writtenBytes) {

    private static final int USER_TIME = 11; // fields of proc_pid_stat(5), counted from the state
    private static final int SYSTEM_TIME = 12;
    private static final long NANOS_PER_TICK = 10_000_000; // USER_HZ is 100 on both architectures

    /// Reads the figures of a thread.
    ///
    /// @param tid the thread
    /// @return its figures
    /// @throws ErrnoException when they cannot be read, ENOENT or ESRCH when it has ended
    public static ThreadUsage of(int tid) throws ErrnoException {
        String directory = "/proc/self/task/" + tid;
        String[] stat = ProcessIdentity.fieldsBehindName(KernelFile.read(directory + "/stat"));
        String io = io(directory);
        return new ThreadUsage(
                Long.parseLong(stat[USER_TIME]) * NANOS_PER_TICK,
                Long.parseLong(stat[SYSTEM_TIME]) * NANOS_PER_TICK,
                value(io, "read_bytes: "),
                value(io, "write_bytes: "));
    }

    private static String io(String directory) {
        try {
            return "\n" + KernelFile.read(directory + "/io");
        } catch (ErrnoException _) {
            return ""; // A kernel without CONFIG_TASK_IO_ACCOUNTING.
        }
    }

    private static long value(String io, String key) {
        int start = io.indexOf("\n" + key);
        if (start < 0) {
            return 0;
        }
        int from = start + 1 + key.length();
        return Long.parseLong(io, from, io.indexOf('\n', from), 10);
    }
}
