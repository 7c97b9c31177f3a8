package io.jwasm.ttrpc;

/// The sending end of a stream. Thread-safe.
///
/// @param <M> the messages
@FunctionalInterface
public interface MessageSink<M> {

    /// Sends a message; waits while the peer does not read.
    ///
    /// @param message what to send
    /// @throws InterruptedException if this thread is interrupted while it waits; the message may
    ///   have been sent
    /// @throws TtrpcException if the stream is over, the connection is gone, or the message is too
    ///   large
    void send(M message) throws InterruptedException;
}
