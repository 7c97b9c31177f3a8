package io.jwasm.api.task;

/// What a container has used and what it may use.
///
/// @param cpu processor time
/// @param memory memory
/// @param io what was read from and written to devices
/// @param processes how many processes it has
/// @param isUnified whether the host has cgroup v2 alone, which decides in what form clients expect
///   these figures
public record TaskStats(Cpu cpu, Memory memory, Io io, Processes processes, boolean isUnified) {

    /// Processor time, in nanoseconds.
    ///
    /// @param usedNanos used in all
    /// @param userNanos used in user mode
    /// @param systemNanos used in the kernel
    /// @param periods periods of its quota in which it ran
    /// @param throttledPeriods those in which it was held back
    /// @param throttledNanos for how long it was held back
    public record Cpu(
            long usedNanos,
            long userNanos,
            long systemNanos,
            long periods,
            long throttledPeriods,
            long throttledNanos) {}

    /// Memory, in bytes.
    ///
    /// @param usedBytes what it holds
    /// @param peakBytes the most that it has held
    /// @param limitBytes the most that it may hold
    /// @param refusals how often it asked for more
    /// @param outOfMemoryKills 1 when it ended because it was refused memory
    public record Memory(
            long usedBytes,
            long peakBytes,
            long limitBytes,
            long refusals,
            long outOfMemoryKills) {}

    /// What went between the page cache and devices on the container's behalf, in bytes.
    ///
    /// @param readBytes read
    /// @param writtenBytes written
    public record Io(long readBytes, long writtenBytes) {}

    /// Processes.
    ///
    /// @param current how many there are
    /// @param limit how many there may be; 0 for no limit
    public record Processes(long current, long limit) {}
}
