package io.jwasm.core.container;

import io.jwasm.api.task.CreateTask;
import io.jwasm.core.workload.Workload;

/// Decides what a container runs. Thread-safe.
@FunctionalInterface
interface WorkloadFactory {

    /// Creates the workload; nothing is opened or read before [Workload#prepare].
    ///
    /// @param request what containerd asked for
    /// @return the workload
    Workload create(CreateTask request);
}
