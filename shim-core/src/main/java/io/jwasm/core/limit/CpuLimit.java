package io.jwasm.core.limit;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How much processor time a guest may use in each period.
///
/// @param quotaNanos the time; [#NO_QUOTA] for as much as there is
/// @param periodNanos the period
/// @param burstNanos how much unused time may be saved beyond one period's
record CpuLimit(long quotaNanos, long periodNanos, long burstNanos) {

    /// No limit.
    public static final long NO_QUOTA = Long.MAX_VALUE;

    /// What the kernel takes when a quota comes without a period.
    private static final long DEFAULT_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /// Below it, looking after a guest would cost more than it saves; a shorter period is held as a
    /// longer one of the same share.
    private static final long MIN_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /// As much as there is.
    public static final CpuLimit NONE = new CpuLimit(NO_QUOTA, DEFAULT_PERIOD_NANOS, 0);

    /// Checks the ranges.
    public CpuLimit {
        if (quotaNanos <= 0 || periodNanos <= 0 || burstNanos < 0) {
            throw new IllegalArgumentException("quota and period must be positive");
        }
    }

    /// This limit with what a configuration gives; what it leaves out, or gives as 0, stays.
    ///
    /// @param quotaMicros the time in each period, below 0 for no limit, or null
    /// @param periodMicros the period, or null
    /// @param burstMicros how much unused time may be saved, or null
    /// @return the changed limit
    public CpuLimit with(
            @Nullable Long quotaMicros, @Nullable Long periodMicros, @Nullable Long burstMicros) {
        return new CpuLimit(
                quotaMicros != null && quotaMicros < 0 ? NO_QUOTA : nanos(quotaMicros, quotaNanos),
                nanos(periodMicros, periodNanos),
                nanos(burstMicros, burstNanos));
    }

    private static long nanos(@Nullable Long micros, long otherwise) {
        return micros == null || micros == 0 ? otherwise : TimeUnit.MICROSECONDS.toNanos(micros);
    }

    /// Tells whether one thread could use more than this: a guest is one thread, so 100 % and more
    /// is no limit.
    boolean isHeld() {
        return quotaNanos < periodNanos;
    }

    /// The same share in a period that can be held.
    CpuLimit practical() {
        if (periodNanos >= MIN_PERIOD_NANOS) {
            return this;
        }
        long factor = (MIN_PERIOD_NANOS + periodNanos - 1) / periodNanos;
        return new CpuLimit(quotaNanos * factor, periodNanos * factor, burstNanos);
    }
}
