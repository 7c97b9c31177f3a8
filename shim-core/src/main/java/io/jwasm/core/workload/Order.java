package io.jwasm.core.workload;

import io.jwasm.api.task.CreateTask;
import io.jwasm.bundle.Bundle;
import io.jwasm.core.config.ContainerConfig;

/// All that says what a container is to be. Immutable.
///
/// @param request what containerd gave
/// @param bundle its bundle and config.json
/// @param config how it is to be run
record Order(CreateTask request, Bundle bundle, ContainerConfig config) {}
