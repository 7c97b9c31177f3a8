package io.jwasm.api.task;

import java.nio.file.Path;
import java.util.List;

/// What is asked of [TaskService#create].
///
/// @param id the container's id
/// @param bundle the absolute path of the bundle, the directory with `config.json`
/// @param rootfs the mounts that make up the root filesystem; empty when `root.path` of
///   `config.json` is ready for use
/// @param stdio the init process's streams
/// @param options the runtime's options
public record CreateTask(
        ContainerId id,
        Path bundle,
        List<SnapshotMount> rootfs,
        Stdio stdio,
        RuntimeOptions options) {

    /// Copies the mounts.
    public CreateTask {
        rootfs = List.copyOf(rootfs);
    }
}
