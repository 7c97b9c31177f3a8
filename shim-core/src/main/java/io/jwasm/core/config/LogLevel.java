package io.jwasm.core.config;

/// The levels of the log.
public enum LogLevel {
    /// Each call of the task service too.
    DEBUG,
    /// What happens to containers.
    INFO,
    /// What an operator may act on.
    WARN,
    /// What is broken.
    ERROR
}
