package io.jwasm.core.workload;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.CreateTask;
import io.jwasm.api.task.Signal;
import io.jwasm.api.task.TaskStats;
import io.jwasm.api.task.TerminalSize;
import io.jwasm.bundle.Bundle;
import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.spec.ResourcesSpec;
import io.jwasm.core.anchor.Anchored;
import io.jwasm.core.anchor.ContainerAnchor;
import io.jwasm.core.error.Failures;
import io.jwasm.core.hook.ContainerHooks;
import io.jwasm.core.limit.GuestResources;
import io.jwasm.core.stdio.ContainerStreams;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.terminal.WindowSize;
import io.jwasm.wasi.Hold;
import io.jwasm.wasi.engine.ModuleException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a bundle of containerd asks for: a Wasm guest, or the pause container of a pod.
public final class BundleWorkload implements Workload {

    /// CRI's mark of the container that holds a pod's namespaces and runs nothing of use
    /// (containerd `internal/cri/annotations`).
    private static final String CONTAINER_TYPE = "io.kubernetes.cri.container-type";

    private static final String SANDBOX = "sandbox";

    /// As runc's init process ends when a startContainer hook fails.
    private static final int REFUSED = 1;

    private final CreateTask request;
    private final Supplier<GuestPlatform> platform;
    private volatile @Nullable ContainerStreams streams;
    private volatile @Nullable Run run;
    private volatile @Nullable ContainerHooks hooks;
    private volatile @Nullable GuestResources resources;
    private @Nullable ContainerAnchor anchor;

    /// Creates the workload; nothing is opened or read before [#prepare].
    ///
    /// @param request what containerd asked for
    /// @param platform what guests share; may wait until it is made
    public BundleWorkload(CreateTask request, Supplier<GuestPlatform> platform) {
        this.request = request;
        this.platform = platform;
    }

    @Override
    public Anchored prepare(Consumer<Signal> onSignal) {
        try {
            Bundle bundle = Bundle.open(request.bundle());
            ContainerStreams opened = ContainerStreams.open(request.stdio());
            streams = opened;
            GuestPlatform shared = platform.get();
            opened.copyTerminal(
                    bundle.spec().process().consoleSize(),
                    "terminal-" + request.id(),
                    shared.cleanThreads(),
                    () -> onSignal.accept(Signal.SIGHUP));
            Order order = new Order(request, bundle, shared.configOf(request, bundle.spec()));
            Run prepared =
                    isSandbox(bundle) ? new PauseRun() : WasmRun.prepare(order, opened, shared);
            run = prepared;
            resources =
                    shared.accounts()
                            .open(
                                    bundle.spec().linux().resources(),
                                    prepared,
                                    order.config().memory());
            ContainerAnchor ours = new ContainerAnchor(request.id(), shared.anchors());
            anchor = ours;
            Anchored anchored = ours.spawn(bundle.spec(), opened.terminal(), onSignal);
            runCreateHooks(bundle, anchored.anchor().pid());
            return anchored;
        } catch (BundleException failure) {
            throw Failures.of(failure);
        } catch (ModuleException failure) {
            throw Failures.of(failure);
        } catch (ErrnoException failure) {
            throw Failures.of("container \"%s\"".formatted(request.id()), failure);
        }
    }

    private void runCreateHooks(Bundle bundle, int pid) {
        if (ContainerHooks.isNeeded(bundle.spec())) {
            ContainerHooks needed =
                    new ContainerHooks(
                            request.id(),
                            request.bundle(),
                            bundle.spec(),
                            pid,
                            platform.get().cleanThreads());
            hooks = needed;
            needed.created();
        }
    }

    @Override
    public void confine() {
        prepared().confine();
    }

    private Run prepared() {
        Run current = run;
        if (current == null) {
            throw new IllegalStateException("not prepared");
        }
        return current;
    }

    private static boolean isSandbox(Bundle bundle) {
        return SANDBOX.equals(bundle.spec().annotations().get(CONTAINER_TYPE));
    }

    @Override
    public Ending run() {
        Run current = prepared();
        if (!maySetOut()) {
            return new Ending.Exited(REFUSED);
        }
        resources().enforce();
        return current.run();
    }

    private GuestResources resources() {
        GuestResources prepared = resources;
        if (prepared == null) {
            throw new IllegalStateException("not prepared");
        }
        return prepared;
    }

    /// Runs what is due before the guest; a failure is told where the guest's user looks.
    private boolean maySetOut() {
        ContainerHooks needed = hooks;
        ContainerStreams opened = streams;
        if (needed == null || opened == null) {
            return true;
        }
        try {
            needed.starting();
            return true;
        } catch (ShimException failure) {
            new GuestReport(opened.stderr(), platform.get().news()).notRun(request.id(), failure);
            return false;
        }
    }

    @Override
    public void afterStart() {
        ContainerHooks needed = hooks;
        if (needed != null) {
            needed.started();
        }
    }

    @Override
    public void stop() {
        Run current = run;
        if (current != null) {
            current.stop();
        }
    }

    @Override
    public void hold(Hold why) {
        Run current = run;
        if (current != null) {
            current.hold(why);
        }
    }

    @Override
    public void release(Hold why) {
        Run current = run;
        if (current != null) {
            current.release(why);
        }
    }

    @Override
    public void update(ResourcesSpec given) {
        resources().update(given);
    }

    @Override
    public TaskStats stats(boolean isAlive) {
        return resources().stats(isAlive);
    }

    @Override
    public void closeStdin() {
        ContainerStreams current = streams;
        if (current != null) {
            current.closeStdin();
        }
    }

    @Override
    public void resize(TerminalSize size) {
        ContainerStreams current = streams;
        if (current != null) {
            current.resize(new WindowSize(size.columns(), size.rows()));
        }
    }

    @Override
    public void drainOutputs() {
        ContainerStreams current = streams;
        if (current != null) {
            current.drain();
        }
    }

    @Override
    public void closeOutputs() {
        ContainerStreams current = streams;
        if (current != null) {
            current.closeOutputs();
        }
    }

    @Override
    public void close() {
        GuestResources used = resources;
        if (used != null) {
            used.close();
        }
        try {
            closeAnchor();
        } catch (ErrnoException failure) {
            throw new ShimException.Internal(
                    "container \"%s\": its anchor is not cleared away".formatted(request.id()),
                    failure);
        } finally {
            Run ended = run;
            if (ended != null) {
                ended.close();
            }
        }
    }

    private void closeAnchor() throws ErrnoException {
        ContainerAnchor spawned = anchor;
        if (spawned != null) {
            spawned.close();
        }
    }

    @Override
    public void forget() {
        ContainerStreams current = streams;
        if (current != null) {
            current.close();
        }
        ContainerHooks needed = hooks;
        if (needed != null) {
            needed.deleted();
        }
    }
}
