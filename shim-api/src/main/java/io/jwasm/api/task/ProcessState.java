package io.jwasm.api.task;

import java.nio.file.Path;
import java.util.Optional;

/// What [TaskService#state] answers.
///
/// @param key which process
/// @param bundle the container's bundle
/// @param pid the host process id, never zero
/// @param status the state
/// @param stdio the streams it was created with
/// @param exit how it ended; empty until it has
public record ProcessState(
        ProcessKey key,
        Path bundle,
        int pid,
        TaskStatus status,
        Stdio stdio,
        Optional<ExitStatus> exit) {}
