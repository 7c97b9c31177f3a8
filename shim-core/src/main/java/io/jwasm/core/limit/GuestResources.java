package io.jwasm.core.limit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.TaskStats;
import io.jwasm.bundle.spec.ResourcesSpec;
import io.jwasm.core.config.MemoryConfig;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.process.ThreadCpuClock;
import io.jwasm.linux.process.ThreadSchedule;
import io.jwasm.linux.process.ThreadUsage;
import io.jwasm.wasi.MemoryUse;
import java.util.BitSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The limits of one container, put upon its guest, and what it has used of them. Thread-safe.
///
/// The guest's thread is the container's: its processor time is what counts.
public final class GuestResources implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GuestResources.class);

    private final LimitedGuest guest;
    private final MemoryConfig memoryConfig;
    private final boolean isUnified;
    private final ThreadCpuClock clock;
    private final GuestCpu cpu;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private CpuLimit cpuLimit = CpuLimit.NONE;

    @GuardedBy("lock")
    private long processLimit;

    @GuardedBy("lock")
    private boolean isEnforced;

    @GuardedBy("lock")
    private boolean isClosed;

    /// What was last read of the thread, and the last that there is once it has ended.
    @GuardedBy("lock")
    private ThreadUsage usage = new ThreadUsage(0, 0, 0, 0);

    GuestResources(
            LimitedGuest guest, CpuGovernor governor, MemoryConfig memory, boolean isUnified) {
        this.guest = guest;
        this.memoryConfig = memory;
        this.isUnified = isUnified;
        this.clock = ThreadCpuClock.ofCurrentThread();
        this.cpu = governor.admit(clock, new HeldForQuota(guest));
    }

    /// Begins to hold the guest to its quota.
    public void enforce() {
        lock.lock();
        try {
            isEnforced = true;
            cpu.limit(cpuLimit);
        } finally {
            lock.unlock();
        }
    }

    /// Changes limits; what is left out stays.
    ///
    /// @param given the new limits
    /// @throws ShimException.InvalidArgument when one is malformed; then none is changed
    public void update(ResourcesSpec given) {
        change(given);
        Long memory = given.memory().limit();
        if (memory != null && memory != 0) {
            guest.limitMemory(memoryConfig.limitBytes(memory));
        }
    }

    void change(ResourcesSpec given) {
        ResourcesSpec.Cpu wanted = given.cpu();
        BitSet processors = ProcessorList.parse(wanted.cpus());
        lock.lock();
        try {
            if (isClosed) {
                return;
            }
            cpuLimit =
                    cpuLimit.with(
                            wanted.quotaMicros(), wanted.periodMicros(), wanted.burstMicros());
            if (isEnforced) {
                cpu.limit(cpuLimit);
            }
            if (given.pidsLimit() != null) {
                processLimit = Math.max(0, given.pidsLimit());
            }
            schedule(wanted.shares(), processors);
        } finally {
            lock.unlock();
        }
    }

    private void schedule(@Nullable Long shares, BitSet processors) {
        try {
            if (!processors.isEmpty()) {
                ThreadSchedule.setProcessors(clock.tid(), processors);
            }
        } catch (ErrnoException failure) {
            throw new ShimException.InvalidArgument(
                    "cpuset \"%s\": %s".formatted(processors, failure.getMessage()), failure);
        }
        try {
            if (shares != null && shares > 0) {
                ThreadSchedule.setNice(clock.tid(), Weight.nice(shares));
            }
        } catch (ErrnoException refused) {
            // Without privilege a weight once lowered cannot be raised again.
            log.warn("the weight of thread {} stays as it is", clock.tid(), refused);
        }
    }

    /// What the container has used, until now or until its end.
    ///
    /// @param isAlive whether it has a process
    /// @return the figures
    public TaskStats stats(boolean isAlive) {
        lock.lock();
        try {
            readUsage();
            return new TaskStats(
                    cpuStats(cpu.use()),
                    memoryStats(guest.memory(), guest.isOutOfMemory()),
                    new TaskStats.Io(usage.readBytes(), usage.writtenBytes()),
                    new TaskStats.Processes(isAlive ? 1 : 0, processLimit),
                    isUnified);
        } finally {
            lock.unlock();
        }
    }

    /// The clock is exact, what the kernel counts by modes is not: its proportion is kept.
    @GuardedBy("lock")
    private TaskStats.Cpu cpuStats(CpuUse use) {
        long counted = usage.userNanos() + usage.systemNanos();
        double inKernel = counted == 0 ? 0 : (double) usage.systemNanos() / counted;
        long system = Math.round(use.usedNanos() * inKernel);
        return new TaskStats.Cpu(
                use.usedNanos(),
                use.usedNanos() - system,
                system,
                use.periods(),
                use.throttledPeriods(),
                use.throttledNanos());
    }

    private static TaskStats.Memory memoryStats(MemoryUse use, boolean isOutOfMemory) {
        return new TaskStats.Memory(
                use.heldBytes(),
                use.peakBytes(),
                use.limitBytes(),
                use.refusals(),
                isOutOfMemory ? 1 : 0);
    }

    @GuardedBy("lock")
    private void readUsage() {
        try {
            if (!isClosed) {
                usage = ThreadUsage.of(clock.tid());
            }
        } catch (ErrnoException failure) {
            log.debug("thread {} cannot be looked at", clock.tid(), failure);
        }
    }

    /// Reads everything for the last time. A second call does nothing.
    @Override
    public void close() {
        lock.lock();
        try {
            readUsage();
            isClosed = true;
        } finally {
            lock.unlock();
        }
        cpu.close();
    }
}
