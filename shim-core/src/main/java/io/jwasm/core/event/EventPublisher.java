package io.jwasm.core.event;

import io.jwasm.api.event.TaskEvent;

/// Takes events for containerd's clients. Thread-safe.
@FunctionalInterface
public interface EventPublisher {

    /// Takes an event; returns at once and does not fail. Events are delivered in the order in
    /// which they were taken.
    ///
    /// @param event what happened, now
    void publish(TaskEvent event);
}
