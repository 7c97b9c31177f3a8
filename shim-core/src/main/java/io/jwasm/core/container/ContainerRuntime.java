package io.jwasm.core.container;

import io.jwasm.api.error.ShimException;
import io.jwasm.core.anchor.AnchorHost;
import io.jwasm.core.config.Configuration;
import io.jwasm.core.event.EventPublisher;
import io.jwasm.core.limit.ResourceAccounts;
import io.jwasm.core.state.StateDirectory;
import io.jwasm.core.state.TaskFiles;
import io.jwasm.core.wall.KernelOffer;
import io.jwasm.core.wall.ThreadWalls;
import io.jwasm.core.workload.BundleWorkload;
import io.jwasm.core.workload.GuestPlatform;
import io.jwasm.wasi.engine.WasmEngine;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// The containers of a daemon and what they stand on. Thread-safe.
///
/// Opening it is cheap: the engine and the native parts are made on a thread of their own, and the
/// first Create waits for them. Nobody else needs to.
public final class ContainerRuntime implements AutoCloseable {

    private final CleanThreadBroker broker = new CleanThreadBroker();
    private final CompletableFuture<GuestPlatform> platform = new CompletableFuture<>();
    private final StateDirectory state;
    private final Leftovers leftovers;
    private final Containers containers;

    /// Creates the runtime, without containers.
    ///
    /// @param state the daemon's directory
    /// @param events takes what happens
    /// @param clock tells when it does
    public ContainerRuntime(StateDirectory state, EventPublisher events, InstantSource clock) {
        this.state = state;
        TaskFiles files = new TaskFiles(state);
        leftovers = Leftovers.of(files, events, clock);
        containers =
                new Containers(
                        request -> new BundleWorkload(request, this::platform),
                        new ContainerServices(events, new TaskFileLedger(files), broker, clock),
                        leftovers::settle);
    }

    /// Makes what containers need. To be called once, on a platform thread that nothing has boxed.
    ///
    /// @param configuration how to run them
    /// @param engine makes the engine, closed with the runtime
    public void makeReady(Configuration configuration, Supplier<WasmEngine> engine) {
        try {
            Executor news = broker::announce;
            AnchorHost anchors = AnchorHost.open(state, news);
            Executor cleanThreads = task -> broker.start(task, "helper");
            platform.complete(
                    new GuestPlatform(
                            engine.get(),
                            anchors,
                            ResourceAccounts.start(anchors.cgroups()),
                            ThreadWalls.open(KernelOffer.detect()),
                            news,
                            cleanThreads,
                            configuration));
        } catch (IOException | RuntimeException | Error failure) {
            platform.completeExceptionally(failure);
        }
    }

    /// Has every Create fail.
    ///
    /// @param why what its caller is told
    public void failToMakeReady(ShimException why) {
        platform.completeExceptionally(why);
    }

    private GuestPlatform platform() {
        try {
            return platform.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof ShimException told) {
                throw told;
            }
            throw failure;
        }
    }

    /// Runs a small module of the daemon's own, so that the first container finds the engine
    /// loaded. A Create that comes meanwhile does not wait for it.
    public void warmUp() {
        platform.join().engine().warmUp();
    }

    /// Clears away what a dead daemon left. May take its time: a Create waits for what is left of
    /// its own id only.
    public void clearLeftovers() {
        leftovers.settleAll();
    }

    /// The containers.
    ///
    /// @return the registry
    public Containers containers() {
        return containers;
    }

    /// Closes what containers need; they must have ended.
    @Override
    public void close() {
        if (platform.isDone() && !platform.isCompletedExceptionally()) {
            platform.join().close();
        }
        broker.close();
    }
}
