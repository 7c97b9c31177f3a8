package io.jwasm.it;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.jwasm.proto.cgroups.v2.CPUStat;
import io.jwasm.proto.task.v2.StatsResponse;
import java.util.concurrent.TimeUnit;

/// What Stats tells of a container, whichever version of control groups it speaks.
///
/// @param isUnified whether it speaks version 2
/// @param cpu the processor's part
/// @param usedBytes the memory that it holds
/// @param limitBytes the memory that it may hold
/// @param refusals how often it was refused memory
/// @param kills how often it ended for want of memory
/// @param processes how many processes it is
/// @param processLimit how many it may be
record Figures(
        boolean isUnified,
        Cpu cpu,
        long usedBytes,
        long limitBytes,
        long refusals,
        long kills,
        long processes,
        long processLimit) {

    /// The processor's part.
    ///
    /// @param usedNanos processor time
    /// @param periods periods under a quota
    /// @param throttled those in which it was held back
    /// @param throttledNanos for how long
    record Cpu(long usedNanos, long periods, long throttled, long throttledNanos) {}

    static Figures of(StatsResponse response) {
        ByteString value = response.getStats().getValue();
        try {
            return switch (response.getStats().getTypeUrl()) {
                case "io.containerd.cgroups.v1.Metrics" ->
                        of(io.jwasm.proto.cgroups.v1.Metrics.parseFrom(value));
                case "io.containerd.cgroups.v2.Metrics" ->
                        of(io.jwasm.proto.cgroups.v2.Metrics.parseFrom(value));
                default -> throw new AssertionError(response.getStats().getTypeUrl());
            };
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /// Nanoseconds, as in `cpuacct.usage`.
    private static Figures of(io.jwasm.proto.cgroups.v1.Metrics metrics) {
        var throttling = metrics.getCpu().getThrottling();
        var memory = metrics.getMemory().getUsage();
        return new Figures(
                false,
                new Cpu(
                        metrics.getCpu().getUsage().getTotal(),
                        throttling.getPeriods(),
                        throttling.getThrottledPeriods(),
                        throttling.getThrottledTime()),
                memory.getUsage(),
                memory.getLimit(),
                memory.getFailcnt(),
                metrics.getMemoryOomControl().getOomKill(),
                metrics.getPids().getCurrent(),
                metrics.getPids().getLimit());
    }

    /// Microseconds, as in `cpu.stat`.
    private static Figures of(io.jwasm.proto.cgroups.v2.Metrics metrics) {
        CPUStat cpu = metrics.getCpu();
        return new Figures(
                true,
                new Cpu(
                        TimeUnit.MICROSECONDS.toNanos(cpu.getUsageUsec()),
                        cpu.getNrPeriods(),
                        cpu.getNrThrottled(),
                        TimeUnit.MICROSECONDS.toNanos(cpu.getThrottledUsec())),
                metrics.getMemory().getUsage(),
                metrics.getMemory().getUsageLimit(),
                metrics.getMemoryEvents().getMax(),
                metrics.getMemoryEvents().getOomKill(),
                metrics.getPids().getCurrent(),
                metrics.getPids().getLimit());
    }
}
