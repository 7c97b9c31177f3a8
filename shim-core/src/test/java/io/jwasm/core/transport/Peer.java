package io.jwasm.core.transport;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A client's connection to a server of the task service, in any protocol.
public interface Peer extends AutoCloseable {

    /// What a call may have beside its request.
    ///
    /// @param timeout how long it may take
    /// @param namespace the containerd namespace that it names
    record Options(Optional<Duration> timeout, Optional<String> namespace) {

        /// Neither.
        public static final Options NONE = new Options(Optional.empty(), Optional.empty());
    }

    /// How a call failed.
    final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient RpcStatus status;

        /// Keeps what came.
        ///
        /// @param code the code
        /// @param message the message
        public Failure(int code, String message) {
            super(code + " " + message);
            this.status = new RpcStatus(code, message);
        }

        RpcStatus status() {
            return status;
        }
    }

    /// Makes a call.
    ///
    /// @param <R> the response
    /// @param service full name of the service
    /// @param method name of the method
    /// @param request the request
    /// @param response parses the response
    /// @param options what it has beside
    /// @return completes with the response, or with a [Failure]
    <R extends MessageLite> CompletableFuture<R> call(
            String service,
            String method,
            MessageLite request,
            Parser<R> response,
            Options options);

    @Override
    void close();
}
