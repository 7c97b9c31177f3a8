package io.jwasm.wasi.preview1;

import io.jwasm.linux.fs.FileTimes;
import io.jwasm.linux.fs.PathCalls;
import org.jspecify.annotations.Nullable;

/// The times that a guest asks to be set ([preview1,
/// `fstflags`](https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md#fstflags)).
final class Times {

    private static final int ATIM = 1;
    private static final int ATIM_NOW = 1 << 1;
    private static final int MTIM = 1 << 2;
    private static final int MTIM_NOW = 1 << 3;
    private static final int ALL = 0xf;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Times() {}

    /// Answers null for flags that contradict each other or do not exist.
    static @Nullable FileTimes parse(long accessed, long modified, int flags) {
        int atim = flags & (ATIM | ATIM_NOW);
        int mtim = flags & (MTIM | MTIM_NOW);
        if ((flags & ~ALL) != 0 || atim == (ATIM | ATIM_NOW) || mtim == (MTIM | MTIM_NOW)) {
            return null;
        }
        return new FileTimes(
                Long.divideUnsigned(accessed, NANOS_PER_SECOND),
                nanos(accessed, atim == ATIM, atim == ATIM_NOW),
                Long.divideUnsigned(modified, NANOS_PER_SECOND),
                nanos(modified, mtim == MTIM, mtim == MTIM_NOW));
    }

    private static long nanos(long time, boolean isGiven, boolean isNow) {
        if (isGiven) {
            return Long.remainderUnsigned(time, NANOS_PER_SECOND);
        }
        return isNow ? PathCalls.UTIME_NOW : PathCalls.UTIME_OMIT;
    }
}
