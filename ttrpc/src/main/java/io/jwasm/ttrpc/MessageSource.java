package io.jwasm.ttrpc;

import org.jspecify.annotations.Nullable;

/// The receiving end of a stream. Confined to one thread at a time.
///
/// @param <M> the messages
@FunctionalInterface
public interface MessageSource<M> {

    /// Waits for the next message.
    ///
    /// @return the message, null when the peer has ended its stream
    /// @throws InterruptedException if this thread is interrupted, which happens to a handler whose
    ///   call is cancelled
    /// @throws TtrpcException if the stream failed
    @Nullable M receive() throws InterruptedException;
}
