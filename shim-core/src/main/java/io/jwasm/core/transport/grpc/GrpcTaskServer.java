package io.jwasm.core.transport.grpc;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.jwasm.core.transport.TaskCall;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Serves the task service over gRPC on a unix-domain socket. One platform thread does all I/O;
/// each call has a virtual thread. Thread-safe.
public final class GrpcTaskServer implements AutoCloseable {

    /// What containerd's own gRPC clients and servers take (`defaults.DefaultMaxRecvMsgSize` of
    /// gRPC's Go library), and ttrpc as well.
    static final int MAX_MESSAGE_BYTES = 4 << 20;

    /// As many as a ttrpc connection may have.
    private static final int MAX_CALLS_PER_CONNECTION = 65_536;

    private final EventLoopGroup loop;
    private final Server server;

    private GrpcTaskServer(EventLoopGroup loop, Server server) {
        this.loop = loop;
        this.server = server;
    }

    /// Starts to serve.
    ///
    /// @param listener a bound socket, owned by the server from now on; its file is not removed
    /// @param calls the calls of task v2 and v3
    /// @param admission says which accepted connections are served; the others are closed
    /// @return the server
    /// @throws IOException when the socket cannot be served
    public static GrpcTaskServer start(
            ServerSocketChannel listener,
            List<TaskCall<?, ?>> calls,
            Predicate<SocketChannel> admission)
            throws IOException {
        LibraryLog.redirect();
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(
                        1,
                        Thread.ofPlatform().daemon().name("grpc-server").factory(),
                        NioIoHandler.newFactory());
        Server server =
                NettyServerBuilder.forAddress(listener.getLocalAddress())
                        .channelFactory(() -> new BoundServerChannel(listener, admission))
                        .bossEventLoopGroup(loop)
                        .workerEventLoopGroup(loop)
                        // What it runs returns at once: each call begins a thread of its own.
                        .directExecutor()
                        .fallbackHandlerRegistry(TaskMethods.of(calls))
                        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                        .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                        .build();
        try {
            return new GrpcTaskServer(loop, server.start());
        } catch (IOException failure) {
            Future<?> _ = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw failure;
        }
    }

    /// Stops accepting, refuses new calls, lets open calls end, then cuts what is left.
    ///
    /// @param patience how long open calls may take
    /// @throws InterruptedException if this thread is interrupted; the server is then closed
    ///   without patience
    public void close(Duration patience) throws InterruptedException {
        try {
            server.shutdown().awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            close();
        }
    }

    /// Closes the server at once and cancels open calls. Does nothing if it is closed.
    @Override
    public void close() {
        server.shutdownNow();
        Future<?> _ = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
}
