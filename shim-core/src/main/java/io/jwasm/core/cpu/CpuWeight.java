package io.jwasm.core.cpu;

import io.jwasm.linux.process.ThreadProcessor;

/// Turns `cpu.shares` into the weight of a thread.
final class CpuWeight {

    /// What `docker` and the kubelet give by default and for one processor.
    private static final long USUAL_SHARES = 1024;

    /// The weight of a guest of usual shares: below the daemon's own threads, which must answer
    /// whatever guests do, and with room for heavier guests.
    private static final int USUAL_NICE = 5;

    /// Each step of nice is a quarter of weight, `sched_prio_to_weight` in kernel/sched/core.c.
    private static final double STEP = Math.log(1.25);

    private CpuWeight() {}

    /// The nice value of a guest.
    ///
    /// @param shares its shares; usual when 0
    /// @return 0 to 19
    static int nice(long shares) {
        if (shares <= 0) {
            return USUAL_NICE;
        }
        long steps = Math.round(Math.log((double) shares / USUAL_SHARES) / STEP);
        return Math.clamp(USUAL_NICE - steps, 0, ThreadProcessor.MAX_NICE);
    }
}
