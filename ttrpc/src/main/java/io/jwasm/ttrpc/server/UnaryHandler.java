package io.jwasm.ttrpc.server;

/// Serves calls with one request and one response.
///
/// @param <Q> the request
/// @param <R> the response
@FunctionalInterface
public interface UnaryHandler<Q, R> {

    /// Serves one call, on a thread of its own.
    ///
    /// @param request the request
    /// @param context the call
    /// @return the response
    /// @throws Exception anything; the server turns it into a status
    R handle(Q request, CallContext context) throws Exception;
}
