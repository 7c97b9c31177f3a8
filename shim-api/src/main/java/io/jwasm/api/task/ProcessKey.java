package io.jwasm.api.task;

import java.util.Optional;

/// Names one process of a task: the init process, or an exec process.
///
/// @param container the container's id
/// @param exec the exec process's id; empty for the init process
public record ProcessKey(ContainerId container, Optional<ExecId> exec) {

    /// Names the init process of a container.
    ///
    /// @param container the container's id
    /// @return the key of its init process
    public static ProcessKey init(ContainerId container) {
        return new ProcessKey(container, Optional.empty());
    }

    @Override
    public String toString() {
        return exec.map(e -> "exec \"%s\" of container \"%s\"".formatted(e, container))
                .orElseGet(() -> "container \"%s\"".formatted(container));
    }
}
