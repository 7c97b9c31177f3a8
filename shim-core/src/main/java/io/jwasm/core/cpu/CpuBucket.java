package io.jwasm.core.cpu;

import java.util.concurrent.TimeUnit;

/// The processor time that a guest has left: it fills at the quota's rate and holds one quota at
/// the most. What a guest used too much before it could be held is a debt, so that the quota holds
/// on the long run whatever the delays. Not thread-safe.
final class CpuBucket {

    /// How much must be there again before a held guest goes on. Smaller slices are smoother,
    /// larger ones cost fewer switches; a kernel with 100 ms periods is coarser than this.
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /// Sooner than this after the last look there is nothing new to see.
    private static final long SHORTEST_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final CpuQuota quota;
    private final long sliceNanos;
    private double tokens;
    private long lastLook;
    private long lastUsed;
    private boolean isHeld;
    private boolean isIdle;

    CpuBucket(CpuQuota quota, long now, long used) {
        this.quota = quota;
        this.sliceNanos = Math.min(SLICE_NANOS, quota.quotaNanos());
        this.tokens = sliceNanos;
        this.lastLook = now;
        this.lastUsed = used;
    }

    /// Reckons with what was used since the last look, and decides whether the guest is held.
    ///
    /// @param now the time
    /// @param used the processor time that the guest has used in all
    /// @return when to look again, in nanoseconds from now
    long look(long now, long used) {
        isIdle = used == lastUsed;
        double earned = (now - lastLook) * quota.rate();
        tokens += earned - (used - lastUsed);
        if (!isHeld) { // What a held guest earns while the look is late, it would have used.
            tokens = Math.min((double) quota.quotaNanos(), tokens);
        }
        lastLook = now;
        lastUsed = used;
        isHeld = isHeld ? tokens < sliceNanos : tokens <= 0;
        double nanos = isHeld ? (sliceNanos - tokens) / quota.rate() : tokens / (1 - quota.rate());
        return Math.max(SHORTEST_NANOS, (long) Math.ceil(nanos));
    }

    boolean isHeld() {
        return isHeld;
    }

    /// Tells whether the guest had used nothing between the last two looks, although it might have.
    boolean isIdle() {
        return isIdle && !isHeld;
    }
}
