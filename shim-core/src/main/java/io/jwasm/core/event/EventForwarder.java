package io.jwasm.core.event;

import io.jwasm.api.error.ShimException;

/// Delivers one event to containerd. Confined to the queue's thread.
public interface EventForwarder extends AutoCloseable {

    /// Delivers an event and waits until containerd has it.
    ///
    /// @param event the event
    /// @throws ShimException.Unavailable when containerd cannot be reached; to be tried again
    /// @throws ShimException when containerd refuses the event
    /// @throws InterruptedException when the waiting is given up
    void forward(TimedEvent event) throws InterruptedException;

    /// Drops the connection.
    @Override
    void close();
}
