package io.jwasm.core.limit;

/// Turns the weight of a control group into the one that a thread can have.
final class Weight {

    /// The weight of a thread of nice value 0, and of a group that asks for none.
    private static final double NORMAL = 1024;

    /// What one step of nice value amounts to (`kernel/sched/core.c`, sched_prio_to_weight).
    private static final double STEP = 1.25;

    private static final int LEAST = 19;

    private Weight() {}

    /// The nice value of a weight.
    ///
    /// More than the normal weight would put a guest before the JVM's own threads; and 1024 is what
    /// Kubernetes gives for one processor, of which a guest, one thread, can use no more.
    ///
    /// @param shares the weight, 1024 being usual
    /// @return 0 to 19
    static int nice(long shares) {
        long steps = Math.round(Math.log(NORMAL / shares) / Math.log(STEP));
        return Math.clamp(steps, 0, LEAST);
    }
}
