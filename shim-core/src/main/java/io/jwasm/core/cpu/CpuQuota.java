package io.jwasm.core.cpu;

import io.jwasm.api.error.ShimException;
import io.jwasm.bundle.spec.ResourcesSpec;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// How much processor time a container may use in each period,
/// [cpu](https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#cpu).
///
/// @param quotaNanos the run time, at least 1 ms
/// @param periodNanos the period, from 1 ms to 1 s
public record CpuQuota(long quotaNanos, long periodNanos) {

    // The bounds and the default of the kernel, kernel/sched/core.c.
    private static final long MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long DEFAULT_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /// Checks the ranges.
    public CpuQuota {
        if (periodNanos < MIN_NANOS || periodNanos > MAX_PERIOD_NANOS) {
            throw new ShimException.InvalidArgument(
                    "linux.resources.cpu.period %d is not between 1000 and 1000000 µs"
                            .formatted(TimeUnit.NANOSECONDS.toMicros(periodNanos)));
        }
        if (quotaNanos < MIN_NANOS) {
            throw new ShimException.InvalidArgument(
                    "linux.resources.cpu.quota %d is less than 1000 µs"
                            .formatted(TimeUnit.NANOSECONDS.toMicros(quotaNanos)));
        }
    }

    /// The quota of a specification.
    ///
    /// @param cpu the specification
    /// @return empty when it has none
    /// @throws ShimException.InvalidArgument when a figure is out of the kernel's range
    public static Optional<CpuQuota> of(ResourcesSpec.Cpu cpu) {
        Long quota = cpu.quotaMicros();
        if (quota == null || quota <= 0) {
            return Optional.empty();
        }
        Long period = cpu.periodMicros();
        return Optional.of(
                new CpuQuota(
                        TimeUnit.MICROSECONDS.toNanos(quota),
                        period == null || period == 0
                                ? DEFAULT_PERIOD_NANOS
                                : TimeUnit.MICROSECONDS.toNanos(period)));
    }

    /// Tells whether a single thread can use more than this at all.
    boolean canBind() {
        return quotaNanos < periodNanos;
    }

    /// The share of one processor.
    double rate() {
        return (double) quotaNanos / periodNanos;
    }
}
