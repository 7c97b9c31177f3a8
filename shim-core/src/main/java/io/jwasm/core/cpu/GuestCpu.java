package io.jwasm.core.cpu;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.api.error.ShimException;
import io.jwasm.bundle.spec.ResourcesSpec;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.process.ThreadProcessor;
import io.jwasm.wasi.Guest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The processor time of one guest, from the beginning of its run to the end. Thread-safe.
public final class GuestCpu implements AutoCloseable {

    private final CpuGovernor governor;

    @GuardedBy("this")
    private ResourcesSpec.Cpu settings;

    @GuardedBy("this")
    private @Nullable Guest guest;

    @GuardedBy("this")
    private @Nullable ThreadProcessor processor;

    @GuardedBy("this")
    private @Nullable Governed governed;

    @GuardedBy("this")
    private CpuUsage last = CpuUsage.NONE;

    /// Checks what is asked for; nothing is held yet.
    ///
    /// @param governor holds the quota
    /// @param settings what the specification asks for
    /// @throws ShimException.InvalidArgument when it cannot be had
    public GuestCpu(CpuGovernor governor, ResourcesSpec.Cpu settings) {
        check(settings);
        this.governor = governor;
        this.settings = settings;
    }

    private static void check(ResourcesSpec.Cpu asked) {
        Optional<CpuQuota> _ = CpuQuota.of(asked);
        if (!asked.cpus().isEmpty()) {
            CpuSet.parse(asked.cpus());
        }
    }

    /// Takes the calling thread, on which the guest will run, and gives it its weight and its
    /// processors.
    ///
    /// @throws ErrnoException when the kernel refuses them: EINVAL when it has none of the
    ///   processors
    public synchronized void attach() throws ErrnoException {
        processor = new ThreadProcessor();
        place(settings);
    }

    /// Holds the guest to its quota from now on.
    ///
    /// @param running the guest
    public synchronized void begin(Guest running) {
        guest = running;
        govern(CpuQuota.of(settings));
    }

    /// Changes what is asked for. What is not given stays as it is.
    ///
    /// @param asked the change
    /// @throws ShimException.InvalidArgument when it cannot be had; nothing has changed then
    /// @throws ErrnoException when the kernel refuses the weight or the processors
    public synchronized void update(ResourcesSpec.Cpu asked) throws ErrnoException {
        ResourcesSpec.Cpu merged = merge(settings, asked);
        check(merged);
        settings = merged;
        place(merged);
        govern(CpuQuota.of(merged));
    }

    private static ResourcesSpec.Cpu merge(ResourcesSpec.Cpu now, ResourcesSpec.Cpu asked) {
        return new ResourcesSpec.Cpu(
                asked.shares() == null ? now.shares() : asked.shares(),
                asked.quotaMicros() == null ? now.quotaMicros() : asked.quotaMicros(),
                asked.periodMicros() == null ? now.periodMicros() : asked.periodMicros(),
                asked.burstMicros() == null ? now.burstMicros() : asked.burstMicros(),
                asked.cpus().isEmpty() ? now.cpus() : asked.cpus(),
                asked.mems().isEmpty() ? now.mems() : asked.mems());
    }

    @GuardedBy("this")
    private void place(ResourcesSpec.Cpu asked) throws ErrnoException {
        ThreadProcessor thread = processor;
        if (thread == null) {
            return;
        }
        thread.setNice(CpuWeight.nice(asked.shares() == null ? 0 : asked.shares()));
        if (!asked.cpus().isEmpty()) {
            thread.setAffinity(CpuSet.parse(asked.cpus()));
        }
    }

    @GuardedBy("this")
    private void govern(Optional<CpuQuota> quota) {
        Guest running = guest;
        ThreadProcessor thread = processor;
        if (quota.isEmpty()) {
            closeGoverned();
        } else if (governed != null) {
            governed.replace(quota.get());
        } else if (running != null && thread != null) {
            governed = governor.govern(running, thread::usedNanos, quota.get());
        }
    }

    @GuardedBy("this")
    private void closeGoverned() {
        if (governed != null) {
            governed.close();
            governed = null;
        }
    }

    /// What was used so far, or in all when the run is over.
    ///
    /// @return the figures
    public synchronized CpuUsage usage() {
        ThreadProcessor thread = processor;
        if (thread == null) {
            return last;
        }
        return new CpuUsage(
                thread.usedNanos(), governed == null ? last.throttling() : governed.throttling());
    }

    /// Ends the run: the figures stay as they are. A second call does nothing.
    @Override
    public synchronized void close() {
        last = usage();
        closeGoverned();
        if (processor != null) {
            processor.close();
            processor = null;
        }
        guest = null;
    }
}
