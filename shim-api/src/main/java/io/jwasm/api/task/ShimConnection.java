package io.jwasm.api.task;

/// What [TaskService#connect] answers.
///
/// @param shimPid the process id of the shim
/// @param taskPid the process id of the task's init process; 0 when the container is not known
public record ShimConnection(int shimPid, int taskPid) {}
