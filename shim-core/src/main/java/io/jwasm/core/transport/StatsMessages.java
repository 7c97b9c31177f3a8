package io.jwasm.core.transport;

import com.google.protobuf.Any;
import com.google.protobuf.MessageLite;
import io.jwasm.api.task.TaskStats;
import io.jwasm.proto.cgroups.v1.BlkIOEntry;
import io.jwasm.proto.cgroups.v1.BlkIOStat;
import io.jwasm.proto.cgroups.v1.CPUUsage;
import io.jwasm.proto.cgroups.v1.MemoryEntry;
import io.jwasm.proto.cgroups.v1.MemoryOomControl;
import io.jwasm.proto.cgroups.v1.Throttle;
import io.jwasm.proto.cgroups.v2.IOEntry;
import io.jwasm.proto.cgroups.v2.IOStat;
import io.jwasm.proto.cgroups.v2.MemoryEvents;
import io.jwasm.proto.task.v2.StatsResponse;
import java.util.concurrent.TimeUnit;

/// Translates what a container has used to the metrics of control groups, in which clients expect
/// it: v1 counts in nanoseconds, v2 in microseconds.
final class StatsMessages {

    private static final String V1 = "io.containerd.cgroups.v1.Metrics";
    private static final String V2 = "io.containerd.cgroups.v2.Metrics";

    private StatsMessages() {}

    static StatsResponse stats(TaskStats stats) {
        Any metrics = stats.isUnified() ? any(V2, v2(stats)) : any(V1, v1(stats));
        return StatsResponse.newBuilder().setStats(metrics).build();
    }

    private static Any any(String type, MessageLite message) {
        return Any.newBuilder().setTypeUrl(type).setValue(message.toByteString()).build();
    }

    private static io.jwasm.proto.cgroups.v1.Metrics v1(TaskStats stats) {
        return io.jwasm.proto.cgroups.v1.Metrics.newBuilder()
                .setCpu(cpuV1(stats.cpu()))
                .setMemory(memoryV1(stats.memory()))
                .setMemoryOomControl(
                        MemoryOomControl.newBuilder().setOomKill(stats.memory().outOfMemoryKills()))
                .setBlkio(
                        BlkIOStat.newBuilder()
                                .addIoServiceBytesRecursive(entry("Read", stats.io().readBytes()))
                                .addIoServiceBytesRecursive(
                                        entry("Write", stats.io().writtenBytes())))
                .setPids(
                        io.jwasm.proto.cgroups.v1.PidsStat.newBuilder()
                                .setCurrent(stats.processes().current())
                                .setLimit(stats.processes().limit()))
                .build();
    }

    private static BlkIOEntry entry(String operation, long bytes) {
        return BlkIOEntry.newBuilder().setOp(operation).setValue(bytes).build();
    }

    private static io.jwasm.proto.cgroups.v1.CPUStat cpuV1(TaskStats.Cpu cpu) {
        return io.jwasm.proto.cgroups.v1.CPUStat.newBuilder()
                .setUsage(
                        CPUUsage.newBuilder()
                                .setTotal(cpu.usedNanos())
                                .setUser(cpu.userNanos())
                                .setKernel(cpu.systemNanos()))
                .setThrottling(
                        Throttle.newBuilder()
                                .setPeriods(cpu.periods())
                                .setThrottledPeriods(cpu.throttledPeriods())
                                .setThrottledTime(cpu.throttledNanos()))
                .build();
    }

    /// All that a guest holds is anonymous memory in the kernel's eyes; it has no page cache.
    private static io.jwasm.proto.cgroups.v1.MemoryStat memoryV1(TaskStats.Memory memory) {
        return io.jwasm.proto.cgroups.v1.MemoryStat.newBuilder()
                .setRss(memory.usedBytes())
                .setTotalRss(memory.usedBytes())
                .setActiveAnon(memory.usedBytes())
                .setTotalActiveAnon(memory.usedBytes())
                .setHierarchicalMemoryLimit(memory.limitBytes())
                .setUsage(
                        MemoryEntry.newBuilder()
                                .setLimit(memory.limitBytes())
                                .setUsage(memory.usedBytes())
                                .setMax(memory.peakBytes())
                                .setFailcnt(memory.refusals()))
                .build();
    }

    private static io.jwasm.proto.cgroups.v2.Metrics v2(TaskStats stats) {
        return io.jwasm.proto.cgroups.v2.Metrics.newBuilder()
                .setCpu(cpuV2(stats.cpu()))
                .setMemory(
                        io.jwasm.proto.cgroups.v2.MemoryStat.newBuilder()
                                .setAnon(stats.memory().usedBytes())
                                .setActiveAnon(stats.memory().usedBytes())
                                .setUsage(stats.memory().usedBytes())
                                .setMaxUsage(stats.memory().peakBytes())
                                .setUsageLimit(stats.memory().limitBytes()))
                .setMemoryEvents(
                        MemoryEvents.newBuilder()
                                .setMax(stats.memory().refusals())
                                .setOom(stats.memory().outOfMemoryKills())
                                .setOomKill(stats.memory().outOfMemoryKills()))
                .setIo(
                        IOStat.newBuilder()
                                .addUsage(
                                        IOEntry.newBuilder()
                                                .setRbytes(stats.io().readBytes())
                                                .setWbytes(stats.io().writtenBytes())))
                .setPids(
                        io.jwasm.proto.cgroups.v2.PidsStat.newBuilder()
                                .setCurrent(stats.processes().current())
                                .setLimit(stats.processes().limit()))
                .build();
    }

    private static io.jwasm.proto.cgroups.v2.CPUStat cpuV2(TaskStats.Cpu cpu) {
        return io.jwasm.proto.cgroups.v2.CPUStat.newBuilder()
                .setUsageUsec(TimeUnit.NANOSECONDS.toMicros(cpu.usedNanos()))
                .setUserUsec(TimeUnit.NANOSECONDS.toMicros(cpu.userNanos()))
                .setSystemUsec(TimeUnit.NANOSECONDS.toMicros(cpu.systemNanos()))
                .setNrPeriods(cpu.periods())
                .setNrThrottled(cpu.throttledPeriods())
                .setThrottledUsec(TimeUnit.NANOSECONDS.toMicros(cpu.throttledNanos()))
                .build();
    }
}
