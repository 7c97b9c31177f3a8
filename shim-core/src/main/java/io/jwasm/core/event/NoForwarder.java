package io.jwasm.core.event;

/// Delivers to nobody, for a daemon that no containerd has started.
public final class NoForwarder implements EventForwarder {

    /// Creates the forwarder.
    public NoForwarder() {}

    @Override
    public void forward(TimedEvent event) {}

    @Override
    public void close() {}
}
