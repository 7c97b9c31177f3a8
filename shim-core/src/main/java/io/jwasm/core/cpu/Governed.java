package io.jwasm.core.cpu;

import io.jwasm.wasi.Guest;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A guest with a quota. Guarded by the governor's lock, but for [#close] and the other methods
/// that say so.
final class Governed implements AutoCloseable {

    private final CpuGovernor governor;
    private final Guest guest;
    private final LongSupplier usedNanos;
    private @Nullable CpuQuota quota;
    private @Nullable CpuBucket bucket;
    private long nextLook;
    private long began;
    private long heldSince;
    private boolean isQueued;
    private boolean isHeld;
    private long holds;
    private long heldNanos;

    Governed(CpuGovernor governor, Guest guest, LongSupplier usedNanos) {
        this.governor = governor;
        this.guest = guest;
        this.usedNanos = usedNanos;
    }

    /// When the governor has to look next.
    long nextLook() {
        return nextLook;
    }

    void enterQueue() {
        isQueued = true;
    }

    /// Leaves the governor's queue.
    ///
    /// @return whether it was there
    boolean leaveQueue() {
        boolean wasQueued = isQueued;
        isQueued = false;
        return wasQueued;
    }

    void begin(CpuQuota newQuota, long now) {
        quota = newQuota;
        began = began == 0 ? now : began;
        hold(false, now);
        bucket = newQuota.canBind() ? new CpuBucket(newQuota, now, usedNanos.getAsLong()) : null;
        nextLook = now;
    }

    /// Looks at what was used, and holds the guest or lets it go.
    ///
    /// @return whether to look again at [#nextLook]; otherwise the guest will tell
    boolean look(long now) {
        CpuBucket current = Objects.requireNonNull(bucket);
        nextLook = now + current.look(now, usedNanos.getAsLong());
        hold(current.isHeld(), now);
        if (current.isIdle()) {
            guest.notifyActivity(() -> governor.wake(this));
            return false;
        }
        return true;
    }

    /// The guest is at work again.
    ///
    /// @return whether to look again at [#nextLook]
    boolean wake(long now) {
        CpuBucket current = bucket;
        if (current == null) {
            return false;
        }
        nextLook = now + current.look(now, usedNanos.getAsLong());
        hold(current.isHeld(), now);
        return true;
    }

    void end(long now) {
        hold(false, now);
        bucket = null;
    }

    private void hold(boolean isToBeHeld, long now) {
        if (isToBeHeld == isHeld) {
            return;
        }
        isHeld = isToBeHeld;
        if (isHeld) {
            holds++;
            heldSince = now;
        } else {
            heldNanos += now - heldSince;
        }
        guest.throttle(isHeld);
    }

    CpuThrottling throttling(long now) {
        CpuQuota current = quota;
        long periods = current == null ? 0 : (now - began) / current.periodNanos();
        return new CpuThrottling(periods, holds, heldNanos + (isHeld ? now - heldSince : 0));
    }

    /// Gives the guest another quota; any thread may call it.
    void replace(CpuQuota newQuota) {
        governor.replace(this, newQuota);
    }

    /// What holding it has meant so far; any thread may call it.
    CpuThrottling throttling() {
        return governor.throttling(this);
    }

    /// Lets the guest go; any thread may call it, more than once.
    @Override
    public void close() {
        governor.release(this);
    }
}
