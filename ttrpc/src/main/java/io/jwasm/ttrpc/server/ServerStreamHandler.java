package io.jwasm.ttrpc.server;

import io.jwasm.ttrpc.MessageSink;

/// Serves calls with one request and a stream of responses, which ends when the handler returns.
///
/// @param <Q> the request
/// @param <R> the responses
@FunctionalInterface
public interface ServerStreamHandler<Q, R> {

    /// Serves one call, on a thread of its own.
    ///
    /// @param request the request
    /// @param responses takes the responses
    /// @param context the call
    /// @throws Exception anything; the server turns it into a status
    void handle(Q request, MessageSink<R> responses, CallContext context) throws Exception;
}
