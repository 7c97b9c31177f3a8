package io.jwasm.ttrpc.server;

import io.jwasm.ttrpc.FailureListener;
import io.jwasm.ttrpc.TtrpcStatus;
import io.jwasm.ttrpc.transport.EventLoop;
import io.jwasm.ttrpc.transport.Timer;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Serves ttrpc on stream sockets. One platform thread does all I/O; each call has a virtual
/// thread. Thread-safe.
public final class TtrpcServer implements AutoCloseable {

    /// Calls that one connection may have open, unless the builder says otherwise.
    public static final int DEFAULT_MAX_CALLS_PER_CONNECTION = 65_536;

    private final Map<String, ServiceDefinition> services;
    private final ThrownStatus thrownStatus;
    private final FailureListener failures;
    private final Predicate<SocketChannel> admission;
    private final ThreadFactory callThreads;
    private final int maxCallsPerConnection;
    private final EventLoop loop;
    private final Timer timer = new Timer();
    private final OpenConnections open = new OpenConnections();

    private TtrpcServer(Builder builder) throws IOException {
        this.services = new HashMap<>(builder.services);
        this.thrownStatus = new ThrownStatus(builder.statusMapper, builder.failures);
        this.failures = builder.failures;
        this.admission = builder.admission;
        this.callThreads = builder.callThreads;
        this.maxCallsPerConnection = builder.maxCallsPerConnection;
        this.loop = new EventLoop("ttrpc-server", false, failures);
    }

    /// Starts to describe a server.
    ///
    /// @return a builder without services
    public static Builder builder() {
        return new Builder();
    }

    /// Accepts connections on a bound socket, from now until the server closes. Returns at once.
    /// May be called for several sockets.
    ///
    /// @param listener a bound socket, owned by the server from now on; a socket's file is not
    ///   removed
    /// @throws IOException if the socket cannot be made non-blocking
    /// @throws IllegalStateException if the server is closing
    public void serve(ServerSocketChannel listener) throws IOException {
        listener.configureBlocking(false);
        Acceptor acceptor = new Acceptor(this, listener);
        open.add(acceptor);
        loop.execute(acceptor);
    }

    /// Serves one connected socket, for instance a socket pair's end.
    ///
    /// @param channel a connected socket, owned by the server from now on
    /// @throws IOException if the socket is closed
    /// @throws IllegalStateException if the server is closing
    public void serve(SocketChannel channel) throws IOException {
        loop.execute(new Start(addConnection(channel)));
    }

    /// Serves an accepted socket if it is admitted; runs on the loop's thread.
    void accept(SocketChannel channel) throws IOException {
        if (admission.test(channel)) {
            try {
                addConnection(channel).start();
                return;
            } catch (IllegalStateException _) {
                // Accepted while closing: the peer sees the end of its connection.
            }
        }
        channel.close();
    }

    private ServerConnection addConnection(SocketChannel channel) throws IOException {
        ServerConnection connection = new ServerConnection(this, channel);
        open.add(connection);
        return connection;
    }

    private record Start(ServerConnection connection) implements Runnable {
        @Override
        public void run() {
            connection.start();
        }
    }

    /// Stops accepting, refuses new calls with UNAVAILABLE, lets open calls end, then cuts what is
    /// left.
    ///
    /// @param patience how long open calls may take
    /// @throws InterruptedException if this thread is interrupted; the server is then closed
    ///   without patience
    public void close(Duration patience) throws InterruptedException {
        try {
            open.stopAccepting();
            for (ServerConnection connection : open.all()) {
                connection.drain();
            }
            open.awaitNone(patience);
        } finally {
            for (ServerConnection connection : open.all()) {
                connection.close();
            }
            timer.close();
            loop.stop();
        }
        loop.join();
    }

    /// Closes the server at once and cancels open calls. Does nothing if it is closed.
    @Override
    public void close() {
        try {
            close(Duration.ZERO);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void closed(ServerConnection connection) {
        open.remove(connection);
    }

    TtrpcStatus statusOf(Throwable thrown, CallContext call) {
        return thrownStatus.of(thrown, call);
    }

    @Nullable ServiceDefinition service(String name) {
        return services.get(name);
    }

    EventLoop loop() {
        return loop;
    }

    Timer timer() {
        return timer;
    }

    FailureListener failures() {
        return failures;
    }

    ThreadFactory callThreads() {
        return callThreads;
    }

    int maxCallsPerConnection() {
        return maxCallsPerConnection;
    }

    private enum Everybody implements Predicate<SocketChannel> {
        INSTANCE;

        @Override
        public boolean test(SocketChannel channel) {
            return true;
        }
    }

    /// Describes a server. Confined to one thread.
    public static final class Builder {

        private final Map<String, ServiceDefinition> services = new HashMap<>();
        private Function<Throwable, TtrpcStatus> statusMapper = ThrownStatus.ToInternal.INSTANCE;
        private FailureListener failures = FailureListener.toSystemLogger();
        private Predicate<SocketChannel> admission = Everybody.INSTANCE;
        private ThreadFactory callThreads = Thread.ofVirtual().name("ttrpc-call-", 0).factory();
        private int maxCallsPerConnection = DEFAULT_MAX_CALLS_PER_CONNECTION;

        private Builder() {}

        /// Adds a service.
        ///
        /// @param service the service
        /// @return this
        /// @throws IllegalArgumentException if its name is taken
        public Builder service(ServiceDefinition service) {
            if (services.putIfAbsent(service.name(), service) != null) {
                throw new IllegalArgumentException(
                        "service \"" + service.name() + "\" is defined twice");
            }
            return this;
        }

        /// Says which status the caller gets for what a handler threw. A [TtrpcException] is not
        /// asked about. What is mapped to INTERNAL is also told to the failure listener.
        ///
        /// @param mapper returns a status that is not OK; called on the call's thread
        /// @return this
        public Builder statusMapper(Function<Throwable, TtrpcStatus> mapper) {
            statusMapper = Objects.requireNonNull(mapper);
            return this;
        }

        /// Says who is told of failures that no caller sees; the default writes to a System.Logger.
        ///
        /// @param listener must be quick
        /// @return this
        public Builder failureListener(FailureListener listener) {
            failures = Objects.requireNonNull(listener);
            return this;
        }

        /// Says which accepted connections are served; the others are closed. The default serves
        /// all. See [SameUser].
        ///
        /// @param admitted called on the I/O thread; must be quick
        /// @return this
        public Builder admission(Predicate<SocketChannel> admitted) {
            admission = Objects.requireNonNull(admitted);
            return this;
        }

        /// Says which threads run handlers; the default makes a virtual thread for each call.
        ///
        /// @param factory makes a new thread for each call
        /// @return this
        public Builder callThreads(ThreadFactory factory) {
            callThreads = Objects.requireNonNull(factory);
            return this;
        }

        /// Limits the calls that one connection may have open; further ones get RESOURCE_EXHAUSTED.
        ///
        /// @param max 1 or more
        /// @return this
        public Builder maxCallsPerConnection(int max) {
            if (max < 1) {
                throw new IllegalArgumentException("at least 1 call per connection, not " + max);
            }
            maxCallsPerConnection = max;
            return this;
        }

        /// Makes the server and starts its I/O thread, which keeps the JVM alive until the server
        /// is closed.
        ///
        /// @return a server that listens nowhere yet
        /// @throws IOException if no selector can be opened
        public TtrpcServer build() throws IOException {
            return new TtrpcServer(this);
        }
    }
}
