package io.jwasm.wasi;

/// Which network a guest reaches with the sockets that it opens.
public enum GuestNetwork {
    /// None: it can open no socket.
    NONE,
    /// Whatever the network namespace of its thread has.
    NAMESPACE
}
