package io.jwasm.core.transport.grpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.jwasm.api.error.ShimException;
import io.jwasm.core.transport.RpcStatus;
import io.jwasm.core.transport.StatusMapper;
import io.jwasm.core.transport.TaskCall;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call from its request to its answer. The listener's methods run on the I/O thread and return
/// at once; the handler has a virtual thread. Thread-safe.
///
/// @param <Q> the request
/// @param <R> the response
final class Served<Q extends MessageLite, R extends MessageLite>
        extends ServerCall.Listener<ByteString> implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Served.class);

    /// Where containerd's client tells the namespace (`pkg/namespaces/grpc.go`).
    private static final Metadata.Key<String> NAMESPACE =
            Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);

    private final TaskCall<Q, R> call;
    private final ServerCall<ByteString, MessageLite> wire;
    private final Optional<String> namespace;

    /// Set on the I/O thread before the handler's thread begins.
    private @Nullable ByteString request;

    /// The handler's thread while it may be interrupted.
    @GuardedBy("this")
    private @Nullable Thread interruptible;

    @GuardedBy("this")
    private boolean isCancelled;

    private Served(
            TaskCall<Q, R> call,
            ServerCall<ByteString, MessageLite> wire,
            Optional<String> namespace) {
        this.call = call;
        this.wire = wire;
        this.namespace = namespace;
    }

    static <Q extends MessageLite, R extends MessageLite> ServerCall.Listener<ByteString> of(
            TaskCall<Q, R> call, ServerCall<ByteString, MessageLite> wire, Metadata headers) {
        wire.request(2); // The one that there is, and one that there must not be.
        return new Served<>(call, wire, Optional.ofNullable(headers.get(NAMESPACE)));
    }

    /// Answers a call that nobody serves.
    static ServerCall.Listener<ByteString> refuse(
            ServerCall<ByteString, MessageLite> wire, Status status) {
        wire.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }

    @Override
    public void onMessage(ByteString message) {
        if (request == null) {
            request = message;
        } else if (!hasEnded()) {
            onCancel();
            wire.close(
                    Status.INVALID_ARGUMENT.withDescription("call has more than one request"),
                    new Metadata());
        }
    }

    @Override
    public void onHalfClose() {
        Thread.ofVirtual().name("grpc-call-" + call.method()).start(this);
    }

    @Override
    public synchronized void onCancel() {
        isCancelled = true;
        if (interruptible != null) {
            interruptible.interrupt();
        }
    }

    @Override
    public void run() {
        try {
            if (mayRun()) {
                answer(call.handler().handle(parsed(), namespace));
            }
        } catch (Throwable failure) {
            fail(failure);
        }
    }

    private synchronized boolean mayRun() {
        if (!call.goesToTheEnd()) {
            interruptible = Thread.currentThread();
        }
        return !isCancelled;
    }

    private Q parsed() {
        if (request == null) {
            throw new ShimException.InvalidArgument("call has no request");
        }
        try {
            return call.parser().parseFrom(request);
        } catch (InvalidProtocolBufferException malformed) {
            throw new ShimException.InvalidArgument(
                    "request cannot be parsed: " + malformed.getMessage(), malformed);
        }
    }

    private void answer(R response) {
        if (hasEnded()) {
            return;
        }
        wire.sendHeaders(new Metadata());
        wire.sendMessage(response);
        wire.close(Status.OK, new Metadata());
    }

    private void fail(Throwable failure) {
        boolean isUnheard = hasEnded();
        if (isUnheard && !call.goesToTheEnd()) {
            return; // Being interrupted explains it.
        }
        RpcStatus status = StatusMapper.map(failure);
        if (status.isInternal()) {
            log.error("grpc: {} failed", wire.getMethodDescriptor().getFullMethodName(), failure);
        }
        if (!isUnheard) {
            wire.close(
                    Status.fromCodeValue(status.code()).withDescription(status.message()),
                    new Metadata());
        }
    }

    /// Whether nobody waits for the answer; the thread is not interrupted from here on.
    private synchronized boolean hasEnded() {
        interruptible = null;
        return isCancelled;
    }
}
