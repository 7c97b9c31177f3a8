package io.jwasm.core.limit;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.process.ThreadCpuClock;
import org.jspecify.annotations.Nullable;

/// The processor time of one guest and the limit on it. Thread-safe: all fields are guarded by its
/// governor's lock.
final class GuestCpu implements AutoCloseable {

    private final CpuGovernor governor;
    private final ThreadCpuClock clock;
    private final Throttle throttle;

    private @Nullable QuotaBucket bucket;
    private long dueNanos;
    private long lastUsedNanos;
    private boolean isClosed;

    /// What was counted under limits that hold no longer.
    private CpuUse past = new CpuUse(0, 0, 0, 0);

    GuestCpu(CpuGovernor governor, ThreadCpuClock clock, Throttle throttle) {
        this.governor = governor;
        this.clock = clock;
        this.throttle = throttle;
    }

    /// Sets the limit, in place of any before. A guest that is held under the old one goes on.
    ///
    /// @param limit the limit
    public void limit(CpuLimit limit) {
        governor.change(
                this,
                now -> {
                    endBucket(now);
                    if (isClosed || !limit.isHeld()) {
                        return false;
                    }
                    bucket = new QuotaBucket(limit.practical(), now, read());
                    return look(now);
                });
    }

    /// What the guest has used until now, or until it was closed.
    ///
    /// @return the counts
    public CpuUse use() {
        return governor.use(this);
    }

    /// Reads the clock for the last time and lets the guest go on. A second call does nothing.
    @Override
    public void close() {
        governor.change(
                this,
                now -> {
                    if (!isClosed) {
                        read();
                        endBucket(now);
                        isClosed = true;
                    }
                    return false;
                });
    }

    private void endBucket(long now) {
        QuotaBucket ended = bucket;
        if (ended != null) {
            bucket = null;
            throttle.release();
            ended.close(now);
            past = sum(ended, now);
        }
    }

    private CpuUse sum(QuotaBucket current, long now) {
        return new CpuUse(
                lastUsedNanos,
                past.periods() + current.periods(),
                past.throttledPeriods() + current.throttledPeriods(),
                past.throttledNanos() + current.throttledNanos(now));
    }

    /// Settles the account and holds the guest or lets it go.
    ///
    /// @return whether to look again, at [#due]
    boolean look(long now) {
        QuotaBucket current = bucket;
        if (current == null) {
            return false;
        }
        boolean wasHeld = current.isHeld();
        dueNanos = current.look(now, read());
        if (current.isHeld() && !wasHeld) {
            throttle.hold();
        } else if (wasHeld && !current.isHeld()) {
            throttle.release();
        }
        return true;
    }

    long due() {
        return dueNanos;
    }

    CpuUse useAt(long now) {
        QuotaBucket current = bucket;
        if (!isClosed) {
            read();
        }
        return current == null
                ? new CpuUse(
                        lastUsedNanos,
                        past.periods(),
                        past.throttledPeriods(),
                        past.throttledNanos())
                : sum(current, now);
    }

    private long read() {
        try {
            lastUsedNanos = clock.nanos().orElse(lastUsedNanos);
        } catch (ErrnoException _) {
            // A clock that answered before cannot fail; without it the guest is let be.
        }
        return lastUsedNanos;
    }
}
