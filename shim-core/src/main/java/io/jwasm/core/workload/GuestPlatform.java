package io.jwasm.core.workload;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.CreateTask;
import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.core.anchor.AnchorHost;
import io.jwasm.core.config.ConfigException;
import io.jwasm.core.config.Configuration;
import io.jwasm.core.config.ContainerConfig;
import io.jwasm.core.limit.ResourceAccounts;
import io.jwasm.core.wall.ThreadWalls;
import io.jwasm.wasi.engine.WasmEngine;
import java.util.concurrent.Executor;

/// What all guests of the daemon share. Immutable; the parts are thread-safe.
///
/// @param engine runs the modules
/// @param anchors what containers' anchors stand on
/// @param accounts hold guests to their limits
/// @param walls stand around guests' threads
/// @param news runs what may wake other threads, on one that nothing has boxed
/// @param cleanThreads runs each task on a platform thread of its own that nothing has boxed
/// @param configuration how to run them
public record GuestPlatform(
        WasmEngine engine,
        AnchorHost anchors,
        ResourceAccounts accounts,
        ThreadWalls walls,
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
        accounts.close();
        walls.close();
        anchors.close();
    }
}
