package io.jwasm.core.limit;

/// The account of one guest under a quota: each period pays in, what the guest uses is taken out.
///
/// It can be overdrawn, because a guest runs on until somebody looks; the debt is paid before it
/// runs again, so what it uses in the long run does not depend on when somebody looks. Not
/// thread-safe.
final class QuotaBucket {

    private final CpuLimit limit;
    private long balanceNanos;
    private long periodStart;
    private long lastUsed;
    private boolean isHeld;
    private long heldSince;

    private long periods;
    private long throttledPeriods;
    private long throttledNanos;

    /// Opens the account with one period's quota.
    ///
    /// @param limit the quota
    /// @param now the time, in nanoseconds
    /// @param used the guest's processor time, in nanoseconds
    QuotaBucket(CpuLimit limit, long now, long used) {
        this.limit = limit;
        this.balanceNanos = limit.quotaNanos();
        this.periodStart = now;
        this.lastUsed = used;
    }

    /// Settles the account.
    ///
    /// @param now the time, in nanoseconds
    /// @param used the guest's processor time, in nanoseconds
    /// @return when to look again, in nanoseconds
    long look(long now, long used) {
        long spent = used - lastUsed;
        lastUsed = used;
        balanceNanos -= spent;
        long ended = payIn(now);
        count(ended, spent);
        if (balanceNanos > 0) {
            letGo(now);
            return now + Math.min(balanceNanos, limit.periodNanos());
        }
        hold(now);
        long missing = -balanceNanos / limit.quotaNanos() + 1;
        return periodStart + missing * limit.periodNanos();
    }

    private long payIn(long now) {
        long ended = (now - periodStart) / limit.periodNanos();
        if (ended > 0) {
            periodStart += ended * limit.periodNanos();
            long most = limit.quotaNanos() + limit.burstNanos();
            balanceNanos = Math.min(most, balanceNanos + ended * limit.quotaNanos());
        }
        return ended;
    }

    /// Counts as the kernel does, at a period's end: one in which nothing ran is none, one at whose
    /// end the guest is held is throttled. So the throttled are never more than the periods.
    private void count(long ended, long spent) {
        if (isHeld) {
            periods += ended;
            throttledPeriods += ended;
        } else if (spent > 0) {
            periods += ended;
        }
    }

    private void hold(long now) {
        if (!isHeld) {
            isHeld = true;
            heldSince = now;
        }
    }

    private void letGo(long now) {
        if (isHeld) {
            isHeld = false;
            throttledNanos += now - heldSince;
        }
    }

    /// Ends the account; the guest counts as held no longer.
    void close(long now) {
        letGo(now);
    }

    boolean isHeld() {
        return isHeld;
    }

    long periods() {
        return periods;
    }

    long throttledPeriods() {
        return throttledPeriods;
    }

    long throttledNanos(long now) {
        return throttledNanos + (isHeld ? now - heldSince : 0);
    }
}
