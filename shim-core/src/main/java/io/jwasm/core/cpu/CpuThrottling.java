package io.jwasm.core.cpu;

/// What holding a quota has meant to a guest so far, in the terms of `cpu.stat`
/// ([cgroup-v2](https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files)).
///
/// @param periods how many periods of the quota have passed
/// @param throttledPeriods how often the guest was held
/// @param throttledNanos for how long in all
public record CpuThrottling(long periods, long throttledPeriods, long throttledNanos) {

    /// Never held.
    public static final CpuThrottling NONE = new CpuThrottling(0, 0, 0);
}
