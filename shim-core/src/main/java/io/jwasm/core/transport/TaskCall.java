package io.jwasm.core.transport;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.util.Optional;

/// One call of the task service, whatever carries it. Immutable.
///
/// @param <Q> the request
/// @param <R> the response
/// @param method its name
/// @param parser parses the request
/// @param goesToTheEnd whether what it has begun is finished whatever becomes of the caller; the
///   thread of any other call is interrupted when nobody waits for its answer any more
/// @param handler serves it
public record TaskCall<Q extends MessageLite, R extends MessageLite>(
        String method, Parser<Q> parser, boolean goesToTheEnd, Handler<Q, R> handler) {

    /// Serves calls.
    ///
    /// @param <Q> the request
    /// @param <R> the response
    @FunctionalInterface
    public interface Handler<Q, R> {

        /// Serves one call, on a thread of its own.
        ///
        /// @param request the request
        /// @param namespace the containerd namespace that the caller names; empty if it names none
        /// @return the response
        /// @throws InterruptedException when nobody waits for the answer any more
        R handle(Q request, Optional<String> namespace) throws InterruptedException;
    }
}
