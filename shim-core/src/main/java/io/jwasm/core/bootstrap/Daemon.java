package io.jwasm.core.bootstrap;

import io.jwasm.api.error.ShimException;
import io.jwasm.core.config.ConfigException;
import io.jwasm.core.config.Configuration;
import io.jwasm.core.config.DaemonConfig;
import io.jwasm.core.container.ContainerRuntime;
import io.jwasm.core.event.EventForwarder;
import io.jwasm.core.event.EventQueue;
import io.jwasm.core.event.NoForwarder;
import io.jwasm.core.observe.DaemonLogging;
import io.jwasm.core.observe.LogQueue;
import io.jwasm.core.state.OwnCgroup;
import io.jwasm.core.state.PendingClaims;
import io.jwasm.core.task.LocalTaskService;
import io.jwasm.core.transport.TaskCall;
import io.jwasm.core.transport.TaskCalls;
import io.jwasm.core.transport.grpc.GrpcTaskServer;
import io.jwasm.core.transport.ttrpc.ControlService;
import io.jwasm.core.transport.ttrpc.TaskServices;
import io.jwasm.core.transport.ttrpc.TtrpcEventForwarder;
import io.jwasm.core.transport.ttrpc.TtrpcFailures;
import io.jwasm.core.wall.KernelOffer;
import io.jwasm.linux.ErrnoException;
import io.jwasm.ttrpc.server.SameUser;
import io.jwasm.ttrpc.server.ServiceDefinition;
import io.jwasm.ttrpc.server.TtrpcServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daemon: what listens, what runs containers, what tells of them. Thread-safe.
final class Daemon implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Daemon.class);
    private static final String SCHEME = "unix://";

    /// How long answers that are on their way may take at the end.
    private static final Duration LAST_ANSWERS = Duration.ofMillis(200);

    /// How long the lines of the log that are to be written may take at the end.
    private static final Duration LAST_LINES = Duration.ofMillis(200);

    private final DaemonArguments arguments;
    private final Supplier<Configuration> source;
    private final CompletableFuture<Configuration> configuration = new CompletableFuture<>();
    private final Claim claim;
    private final EventQueue events;
    private final LogQueue lines;
    private final ContainerRuntime runtime;
    private final List<TaskCall<?, ?>> calls;
    private final TtrpcServer server;
    private volatile @Nullable GrpcTaskServer grpc;
    private final CompletableFuture<DaemonLogging> bundleLogs = new CompletableFuture<>();
    private final CompletableFuture<Void> logging;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    /// Starts to serve. What takes time goes on beside it: the first Create waits for what it
    /// needs.
    ///
    /// @param arguments what the launcher tells
    /// @param source reads how to behave; called once, beside the serving
    /// @param claim makes this process the daemon; closed with it
    /// @throws IOException when the server cannot be made
    Daemon(DaemonArguments arguments, Supplier<Configuration> source, Claim claim)
            throws IOException {
        this.arguments = arguments;
        this.source = source;
        this.claim = claim;
        InstantSource clock = InstantSource.system();
        events = new EventQueue(new BundleLogs(forwarder(arguments), bundleLogs), clock);
        lines = new LogQueue(bundleLogs);
        runtime = new ContainerRuntime(claim.state(), new LoggedEvents(events, lines), clock);
        calls =
                TaskCalls.of(
                        new LocalTaskService(
                                runtime.containers(), claim.self().pid(), arguments.scope()::admit),
                        arguments.namespace(),
                        lines);
        server = server();
        server.serve(claim.socket().channel());
        Thread.ofPlatform().daemon().name("make-ready").start(this::makeReady);
        logging =
                CompletableFuture.runAsync(this::startLogging, Daemon::startLogThread)
                        .whenComplete((_, failure) -> endWaitForLog(failure));
    }

    /// What waits for a log that cannot be had would otherwise be kept for ever.
    private void endWaitForLog(@Nullable Throwable failure) {
        if (failure != null) {
            bundleLogs.completeExceptionally(failure);
        }
    }

    private static void startLogThread(Runnable task) {
        Thread.ofPlatform().daemon().name("start-logging").start(task);
    }

    private TtrpcServer server() throws IOException {
        TtrpcServer.Builder builder =
                TtrpcServer.builder()
                        .statusMapper(TtrpcFailures::status)
                        .failureListener(log::error)
                        .admission(new SameUser());
        for (ServiceDefinition service : TaskServices.of(calls)) {
            builder.service(service);
        }
        return builder.service(ControlService.of(runtime.containers()::drop)).build();
    }

    /// Serves gRPC as well, where containerd is to speak it. Whoever has connected meanwhile has
    /// waited.
    ///
    /// @throws IOException when the socket cannot be served
    void serveGrpc() throws IOException {
        if (claim.sockets().grpc().isPresent()) {
            ListeningSocket socket = claim.sockets().grpc().get();
            grpc = GrpcTaskServer.start(socket.channel(), calls, new SameUser());
            log.info("serving gRPC at {}", socket.address());
        }
    }

    private static EventForwarder forwarder(DaemonArguments arguments) {
        return arguments
                .ttrpcAddress()
                .map(a -> Path.of(a.startsWith(SCHEME) ? a.substring(SCHEME.length()) : a))
                .<EventForwarder>map(path -> new TtrpcEventForwarder(path, arguments.namespace()))
                .orElseGet(NoForwarder::new);
    }

    private void makeReady() {
        boolean isConfigured = configure();
        ProcessSetup.apply(claim.self().pid());
        runtime.clearLeftovers();
        if (isConfigured) {
            runtime.warmUp();
        }
    }

    /// Each Create is told of a configuration that cannot be obeyed.
    private boolean configure() {
        try {
            Configuration read = source.get();
            configuration.complete(read);
            runtime.makeReady(read, () -> Engines.create(read.daemon(), arguments.cache()));
            return true;
        } catch (ConfigException fault) {
            configuration.completeExceptionally(fault);
            runtime.failToMakeReady(
                    new ShimException.FailedPrecondition("configuration: " + fault.getMessage()));
            return false;
        } catch (RuntimeException | Error failure) { // or each Create would wait without end
            configuration.completeExceptionally(failure);
            runtime.failToMakeReady(
                    new ShimException.Internal(
                            "the configuration cannot be read: " + failure, failure));
            return false;
        }
    }

    /// For how long to stay. A daemon that cannot be configured goes at once, so that the next one
    /// reads what was mended.
    private Duration linger() {
        try {
            return arguments.scope().linger(configuration.join().daemon().linger());
        } catch (CompletionException _) {
            logging.join(); // It tells why.
            return Duration.ZERO;
        }
    }

    private Duration shutdownLimit() {
        return configuration.isDone() && !configuration.isCompletedExceptionally()
                ? configuration.join().daemon().shutdownLimit()
                : DaemonConfig.SHORTEST_SHUTDOWN;
    }

    private void startLogging() {
        DaemonLogging started =
                DaemonLogging.start(
                        LogFile.choose(
                                claim.state(), arguments.namespace(), arguments.scope().group()),
                        arguments.isDebug());
        arguments.bundle().ifPresent(started::offerBundle);
        bundleLogs.complete(started);
        ThreadDumps.onSigusr1();
        log.info(
                "serving namespace \"{}\" of \"{}\" at {} as process {}",
                arguments.namespace(),
                arguments.address(),
                claim.socket().address(),
                claim.self().pid());
        log.info("walls that the kernel offers: {}", KernelOffer.detect());
        applyConfiguration(started);
    }

    private void applyConfiguration(DaemonLogging started) {
        try {
            started.level(configuration.join().daemon().logLevel().name());
        } catch (CompletionException failure) {
            log.error("no container can be created: {}", String.valueOf(failure.getCause()));
        }
    }

    /// Waits until the daemon has had nothing to do for long enough.
    ///
    /// @throws IOException when the state directory cannot be read or written
    /// @throws InterruptedException when the waiting is given up
    void awaitIdle() throws IOException, InterruptedException {
        PendingClaims claims = new PendingClaims(claim.state(), InstantSource.system());
        Duration linger = linger();
        new IdleExit(runtime.containers(), claim.file(), claims, linger).await();
        log.info("nothing to do for {}: leaving", linger);
    }

    /// Ends in order: no new launcher finds it, the guests are killed, their exits told. A second
    /// call does nothing.
    @Override
    public void close() throws IOException {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        try (claim) {
            closeServices();
            leaveCgroup();
        }
        lines.flush(LAST_LINES);
        log.info("ended");
    }

    private void closeServices() throws IOException {
        try (runtime;
                events) {
            claim.file().remove();
            runtime.containers().shutDown(shutdownLimit());
            if (!events.drain(shutdownLimit())) {
                log.warn("containerd does not take the last events");
            }
            GrpcTaskServer other = grpc;
            if (other != null) {
                other.close(LAST_ANSWERS);
            }
            server.close(LAST_ANSWERS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            server.close();
        }
    }

    private void leaveCgroup() throws IOException {
        try {
            OwnCgroup.of(claim.state()).remove(claim.self().pid());
        } catch (ErrnoException failure) {
            log.warn("the control group is not removed", failure);
        }
    }
}
