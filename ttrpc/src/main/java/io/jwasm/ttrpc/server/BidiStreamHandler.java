package io.jwasm.ttrpc.server;

import io.jwasm.ttrpc.MessageSink;
import io.jwasm.ttrpc.MessageSource;

/// Serves calls with streams both ways; the one of responses ends when the handler returns.
///
/// @param <Q> the requests
/// @param <R> the responses
@FunctionalInterface
public interface BidiStreamHandler<Q, R> {

    /// Serves one call, on a thread of its own.
    ///
    /// @param requests the requests
    /// @param responses takes the responses
    /// @param context the call
    /// @throws Exception anything; the server turns it into a status
    void handle(MessageSource<Q> requests, MessageSink<R> responses, CallContext context)
            throws Exception;
}
