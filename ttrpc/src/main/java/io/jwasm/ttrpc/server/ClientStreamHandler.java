package io.jwasm.ttrpc.server;

import io.jwasm.ttrpc.MessageSource;

/// Serves calls with a stream of requests and one response.
///
/// @param <Q> the requests
/// @param <R> the response
@FunctionalInterface
public interface ClientStreamHandler<Q, R> {

    /// Serves one call, on a thread of its own.
    ///
    /// @param requests the requests
    /// @param context the call
    /// @return the response; requests that were not received are dropped
    /// @throws Exception anything; the server turns it into a status
    R handle(MessageSource<Q> requests, CallContext context) throws Exception;
}
