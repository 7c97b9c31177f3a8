package io.jwasm.core.cpu;

/// What a container has used of the processors.
///
/// @param usedNanos its processor time
/// @param throttling what its quota has meant to it
public record CpuUsage(long usedNanos, CpuThrottling throttling) {

    /// Nothing used.
    public static final CpuUsage NONE = new CpuUsage(0, CpuThrottling.NONE);
}
