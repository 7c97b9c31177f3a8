package io.jwasm.core.container;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.CreateTask;
import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.core.config.ConfigException;
import io.jwasm.core.config.Configuration;
import io.jwasm.core.config.ContainerConfig;
import io.jwasm.core.limit.CpuGovernor;
import io.jwasm.core.state.OwnCgroup;
import io.jwasm.core.wall.ThreadWalls;
import io.jwasm.linux.anchor.AnchorImage;
import io.jwasm.linux.cgroup.CgroupHost;
import io.jwasm.linux.process.ProcessReaper;
import io.jwasm.wasi.engine.WasmEngine;
import java.util.concurrent.Executor;

/// What all guests of the daemon share. Immutable; the parts are thread-safe.
///
/// @param engine runs the modules
/// @param reaper reaps the anchors
/// @param anchorImage the anchors' executable
/// @param governor holds guests to their shares of the processors
/// @param walls stand around guests' threads
/// @param cgroups the control groups of the host
/// @param ownCgroup the control group of the daemon itself
/// @param news runs what may wake other threads, on a clean one ([ThreadBroker])
/// @param cleanThreads runs each task on a platform thread of its own that nothing has boxed
/// @param configuration how to run them
record GuestPlatform(
        WasmEngine engine,
        ProcessReaper reaper,
        AnchorImage anchorImage,
        CpuGovernor governor,
        ThreadWalls walls,
        CgroupHost cgroups,
        OwnCgroup ownCgroup,
        Executor news,
        Executor cleanThreads,
        Configuration configuration)
        implements AutoCloseable {

    /// How a container is to be run.
    ///
    /// @param request what containerd gave
    /// @param spec its config.json
    /// @return the configuration
    /// @throws ShimException.InvalidArgument when its runtime options or its annotations cannot be
    ///   obeyed
    ContainerConfig configOf(CreateTask request, RuntimeSpec spec) {
        try {
            return configuration.container(request.options(), spec.annotations());
        } catch (ConfigException fault) {
            throw new ShimException.InvalidArgument(String.valueOf(fault.getMessage()), fault);
        }
    }

    @Override
    public void close() {
        engine.close();
        governor.close();
        walls.close();
        reaper.close();
        anchorImage.close();
    }
}
