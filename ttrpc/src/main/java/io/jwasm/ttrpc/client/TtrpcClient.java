package io.jwasm.ttrpc.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.jwasm.ttrpc.FailureListener;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.TtrpcStatus;
import io.jwasm.ttrpc.transport.EventLoop;
import io.jwasm.ttrpc.transport.Timer;
import io.jwasm.ttrpc.wire.Payload;
import io.jwasm.ttrpc.wire.ResponseEnvelope;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A connection to a ttrpc server, for any number of calls at once. One daemon thread does its I/O.
/// Thread-safe.
///
/// A client does not reconnect: when the connection ends, open and later calls fail with
/// UNAVAILABLE, and [#closed] completes.
public final class TtrpcClient implements AutoCloseable {

    /// Completes futures on virtual threads, so that no continuation of a caller holds up the I/O
    /// thread.
    enum Callbacks implements Executor {
        INSTANCE;

        @Override
        public void execute(Runnable task) {
            Thread.ofVirtual().name("ttrpc-callback").start(task);
        }
    }

    private final EventLoop loop;
    private final Timer timer = new Timer();
    private final Channel channel;

    private TtrpcClient(SocketChannel socket) throws IOException {
        this.loop = new EventLoop("ttrpc-client", true, FailureListener.toSystemLogger());
        try {
            this.channel = new Channel(loop, socket, timer);
        } catch (IOException e) {
            loop.stop();
            throw e;
        }
    }

    /// Connects to a server; waits until it is connected.
    ///
    /// @param server a unix-domain or internet address
    /// @return a connected client
    /// @throws IOException if nobody listens there
    public static TtrpcClient connect(SocketAddress server) throws IOException {
        return over(SocketChannel.open(server));
    }

    /// Makes a client of a socket.
    ///
    /// @param connected a connected socket, owned by the client from now on
    /// @return a client
    /// @throws IOException if the socket is closed or no selector can be opened
    public static TtrpcClient over(SocketChannel connected) throws IOException {
        try {
            return new TtrpcClient(connected);
        } catch (IOException e) {
            connected.close();
            throw e;
        }
    }

    /// Calls a method and waits for its response.
    ///
    /// @param <R> the response
    /// @param method the method
    /// @param request the request
    /// @param options timeout and metadata
    /// @return the response
    /// @throws InterruptedException if this thread is interrupted; the server may go on with the
    ///   call
    /// @throws TtrpcException if the call failed
    public <R extends MessageLite> R call(
            RpcMethod<R> method, MessageLite request, CallOptions options)
            throws InterruptedException {
        Deadline deadline = Deadline.of(options);
        PendingCall pending = new PendingCall();
        int streamId =
                channel.open(new Channel.Opening(method, options, 0, request), deadline, pending);
        try {
            return responseOf(await(pending, deadline, method), method);
        } finally {
            channel.forget(streamId);
        }
    }

    private static ResponseEnvelope await(
            PendingCall pending, Deadline deadline, RpcMethod<?> method)
            throws InterruptedException {
        try {
            return deadline.isLimited()
                    ? pending.get(deadline.leftNanos(), TimeUnit.NANOSECONDS)
                    : pending.get();
        } catch (TimeoutException _) {
            throw Deadline.exceeded(method);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TtrpcException failure) {
                // A new one, because the stack trace of the caller is what helps.
                throw new TtrpcException(failure.status(), failure);
            }
            throw new IllegalStateException(e);
        }
    }

    private static <R extends MessageLite> R responseOf(
            ResponseEnvelope response, RpcMethod<R> method) {
        if (!response.status().isOk()) {
            throw new TtrpcException(response.status());
        }
        return parse(response.payload(), method);
    }

    static <R extends MessageLite> R parse(Payload payload, RpcMethod<R> method) {
        try {
            return payload.parse(method.response());
        } catch (InvalidProtocolBufferException e) {
            throw new TtrpcException(
                    TtrpcStatus.of(
                            TtrpcCode.INTERNAL,
                            "response of " + method + " cannot be parsed: " + e.getMessage()),
                    e);
        }
    }

    /// Calls a method without waiting for its response; waits only while much is queued for a
    /// server that does not read.
    ///
    /// @param <R> the response
    /// @param method the method
    /// @param request the request
    /// @param options timeout and metadata
    /// @return completes on a virtual thread, with a [TtrpcException] if the call failed.
    ///   Cancelling it gives up on the response.
    /// @throws InterruptedException if this thread is interrupted
    /// @throws TtrpcException if the request cannot be sent
    public <R extends MessageLite> CompletableFuture<R> callAsync(
            RpcMethod<R> method, MessageLite request, CallOptions options)
            throws InterruptedException {
        Deadline deadline = Deadline.of(options);
        PendingCall pending = new PendingCall();
        int streamId =
                channel.open(new Channel.Opening(method, options, 0, request), deadline, pending);
        CompletableFuture<R> response =
                pending.thenApplyAsync(
                        envelope -> responseOf(envelope, method), Callbacks.INSTANCE);
        Future<?> expiry =
                deadline.isLimited()
                        ? timer.schedule(
                                () -> pending.failed(Deadline.exceeded(method)),
                                deadline.leftNanos())
                        : CompletableFuture.completedFuture(null);
        var _ =
                response.whenComplete((_, _) -> {
                    channel.forget(streamId);
                    expiry.cancel(false);
                });
        return response;
    }

    /// Opens a call with one request and a stream of responses.
    ///
    /// @param <R> the responses
    /// @param method the method
    /// @param request the request
    /// @param options timeout and metadata
    /// @return receives the responses
    /// @throws InterruptedException if this thread is interrupted
    /// @throws TtrpcException if the request cannot be sent
    public <R extends MessageLite> ClientStream<MessageLite, R> serverStream(
            RpcMethod<R> method, MessageLite request, CallOptions options)
            throws InterruptedException {
        return new ClientStream<>(
                channel, method, options, new ClientStream.Request(false, request));
    }

    /// Opens a call with a stream of requests, and one response or a stream of them.
    ///
    /// @param <Q> the requests
    /// @param <R> the responses
    /// @param method the method
    /// @param options timeout and metadata
    /// @return sends requests and receives responses
    /// @throws InterruptedException if this thread is interrupted
    /// @throws TtrpcException if the request cannot be sent
    public <Q extends MessageLite, R extends MessageLite> ClientStream<Q, R> stream(
            RpcMethod<R> method, CallOptions options) throws InterruptedException {
        return new ClientStream<>(channel, method, options, new ClientStream.Request(true, null));
    }

    /// Returns what tells of the connection's end, whoever caused it.
    ///
    /// @return completes on a virtual thread; a copy, so completing it does nothing
    public CompletableFuture<Void> closed() {
        return channel.closed().copy();
    }

    /// Closes the connection; open calls fail with UNAVAILABLE. Does nothing if it is closed.
    @Override
    public void close() {
        channel.close();
        loop.stop();
        timer.close();
    }
}
