package io.jwasm.api.task;

/// What [TaskService#delete] answers.
///
/// @param pid the host process id that the process had
/// @param exit how it ended
public record DeletedProcess(int pid, ExitStatus exit) {}
