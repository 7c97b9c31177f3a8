package io.jwasm.core.limit;

import io.jwasm.api.error.ShimException;
import io.jwasm.bundle.spec.ResourcesSpec;
import io.jwasm.core.config.MemoryConfig;
import io.jwasm.linux.cgroup.CgroupHost;
import io.jwasm.linux.cgroup.CgroupVersion;

/// Opens the accounts of the daemon's containers. Thread-safe.
public final class ResourceAccounts implements AutoCloseable {

    private final CpuGovernor governor;
    private final boolean isUnified;

    private ResourceAccounts(CpuGovernor governor, boolean isUnified) {
        this.governor = governor;
        this.isUnified = isUnified;
    }

    /// Starts the governor of the processors. To be called on a platform thread that nothing has
    /// boxed.
    ///
    /// @param cgroups the control groups of the host, in whose manner figures are told
    /// @return the accounts; to be closed when all containers have ended
    public static ResourceAccounts start(CgroupHost cgroups) {
        return new ResourceAccounts(
                CpuGovernor.start(), cgroups.version().orElse(null) == CgroupVersion.V2);
    }

    /// Opens the account of a container whose guest will run on the calling thread, and gives that
    /// thread its weight and its processors. The quota counts from [GuestResources#enforce] on.
    ///
    /// @param given the limits of the configuration
    /// @param guest the guest, which has its memory limit
    /// @param memory what guests may hold
    /// @return the account; to be closed on this thread
    /// @throws ShimException.InvalidArgument when a limit is malformed
    public GuestResources open(ResourcesSpec given, LimitedGuest guest, MemoryConfig memory) {
        GuestResources resources = new GuestResources(guest, governor, memory, isUnified);
        try {
            resources.change(given);
            return resources;
        } catch (RuntimeException failure) {
            resources.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        governor.close();
    }
}
