package io.jwasm.core.container;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.CreateTask;
import io.jwasm.bundle.Bundle;
import io.jwasm.bundle.error.BundleException;
import io.jwasm.core.hook.ContainerHooks;
import io.jwasm.core.stdio.ContainerStreams;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.process.ProcessIdentity;
import io.jwasm.wasi.engine.ModuleException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a bundle of containerd asks for: a Wasm guest, or the pause container of a pod.
final class BundleWorkload implements Workload {

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
    private @Nullable TaskAnchor anchor;

    BundleWorkload(CreateTask request, Supplier<GuestPlatform> platform) {
        this.request = request;
        this.platform = platform;
    }

    @Override
    public ProcessIdentity prepare(Runnable onAnchorDeath) {
        try {
            Bundle bundle = Bundle.open(request.bundle());
            ContainerStreams opened = ContainerStreams.open(request.stdio());
            streams = opened;
            run = isSandbox(bundle) ? new PauseRun() : wasm(bundle, opened);
            NetworkNamespace.enter(bundle.spec().linux());
            TaskAnchor spawned =
                    TaskAnchor.spawn(
                            request.id(),
                            platform.get().anchorImage(),
                            platform.get().reaper(),
                            onAnchorDeath);
            anchor = spawned;
            runCreateHooks(bundle, spawned.identity().pid());
            return spawned.identity();
        } catch (BundleException failure) {
            throw Failures.of(failure);
        } catch (ModuleException failure) {
            throw Failures.of(failure);
        } catch (ErrnoException failure) {
            throw Failures.of("container \"%s\"".formatted(request.id()), failure);
        }
    }

    private Run wasm(Bundle bundle, ContainerStreams opened)
            throws BundleException, ModuleException, ErrnoException {
        return WasmRun.prepare(request, bundle, opened, platform.get());
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
        return maySetOut() ? current.run() : new Ending.Exited(REFUSED);
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
    public void closeStdin() {
        ContainerStreams current = streams;
        if (current != null) {
            current.closeStdin();
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
        try {
            TaskAnchor spawned = anchor;
            if (spawned != null) {
                spawned.close();
            }
        } catch (ErrnoException failure) {
            throw new ShimException.Internal(
                    "container \"%s\": its anchor cannot be killed".formatted(request.id()),
                    failure);
        } finally {
            Run ended = run;
            if (ended != null) {
                ended.close();
            }
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
