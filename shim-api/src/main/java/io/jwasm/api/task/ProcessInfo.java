package io.jwasm.api.task;

import java.util.Optional;

/// One process of a task, as [TaskService#pids] lists it.
///
/// @param pid the host process id
/// @param exec the exec process's id; empty for the init process
public record ProcessInfo(int pid, Optional<ExecId> exec) {}
