package io.jwasm.api.task;

/// The states of a process, `containerd.v1.types.Status`.
public enum TaskStatus {
    /// Create has answered, Start has not been called.
    CREATED,
    /// The guest runs.
    RUNNING,
    /// The guest has ended.
    STOPPED,
    /// The guest is held at a safe place.
    PAUSED,
    /// The guest has been asked to hold and has not got there yet.
    PAUSING
}
