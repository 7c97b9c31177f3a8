package io.jwasm.core.hook;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.ContainerId;
import io.jwasm.bundle.spec.ContainerState;
import io.jwasm.bundle.spec.Hook;
import io.jwasm.bundle.spec.Hooks;
import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.linux.ErrnoException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The hooks of one container. Thread-safe.
///
/// Hooks of a stage run one after the other; the first that fails ends the stage. Those that the
/// specification puts into the container's namespaces get its network namespace, and the host's
/// mounts: a Wasm container has no mount namespace.
public final class ContainerHooks {

    private static final Logger log = LoggerFactory.getLogger(ContainerHooks.class);

    private final ContainerId id;
    private final Path bundle;
    private final RuntimeSpec spec;
    private final int pid;
    private final Executor cleanThreads;

    /// Creates the hooks of a container.
    ///
    /// @param id the container
    /// @param bundle its bundle
    /// @param spec its configuration
    /// @param pid the task's process
    /// @param cleanThreads runs each task on a platform thread in the namespaces of the daemon
    public ContainerHooks(
            ContainerId id, Path bundle, RuntimeSpec spec, int pid, Executor cleanThreads) {
        this.id = id;
        this.bundle = bundle;
        this.spec = spec;
        this.pid = pid;
        this.cleanThreads = cleanThreads;
    }

    /// Runs prestart, createRuntime and createContainer. To be called on the container's thread.
    ///
    /// @throws ShimException when one fails; the container must not be created then
    public void created() {
        elsewhere(Stage.PRESTART);
        elsewhere(Stage.CREATE_RUNTIME);
        here(Stage.CREATE_CONTAINER);
    }

    /// Runs startContainer. To be called on the container's thread, before the guest runs.
    ///
    /// @throws ShimException when one fails; the guest must not run then
    public void starting() {
        here(Stage.START_CONTAINER);
    }

    /// Runs poststart. Any thread may call it.
    ///
    /// @throws ShimException when one fails; the container must be stopped then
    public void started() {
        elsewhere(Stage.POSTSTART);
    }

    /// Runs poststop; a failure is logged. Any thread may call it.
    public void deleted() {
        try {
            elsewhere(Stage.POSTSTOP);
        } catch (ShimException failure) {
            log.warn("container \"{}\": {}", id, failure.getMessage());
        }
    }

    private void elsewhere(Stage stage) {
        if (stage.of(spec.hooks()).isEmpty()) {
            return;
        }
        CompletableFuture<Void> done = CompletableFuture.runAsync(() -> here(stage), cleanThreads);
        try {
            done.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ShimException.Canceled(
                    "container \"%s\": the caller has gone during %s hooks".formatted(id, stage));
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof ShimException cause
                    ? cause
                    : new ShimException.Internal(stage + " hooks failed", failure);
        }
    }

    private void here(Stage stage) {
        List<Hook> hooks = stage.of(spec.hooks());
        if (hooks.isEmpty()) {
            return;
        }
        byte[] state =
                new ContainerState(
                                spec.ociVersion(),
                                id.value(),
                                stage.status(),
                                stage == Stage.POSTSTOP ? 0 : pid,
                                bundle.toString(),
                                spec.annotations())
                        .toJson();
        for (int i = 0; i < hooks.size(); i++) {
            run(
                    "%s hook %d (\"%s\")".formatted(stage, i, hooks.get(i).path()),
                    hooks.get(i),
                    state);
        }
    }

    private static void run(String name, Hook hook, byte[] state) {
        try (HookProcess process = new HookProcess(hook, state)) {
            process.run();
        } catch (HookFailure failure) {
            throw new ShimException.Internal(name + " " + failure.getMessage(), failure);
        } catch (ErrnoException failure) {
            throw new ShimException.Internal(
                    name + " cannot be run: " + failure.getMessage(), failure);
        }
    }

    /// Tells whether a configuration has any.
    ///
    /// @param spec the configuration
    /// @return false when there is nothing to run at any stage
    public static boolean isNeeded(RuntimeSpec spec) {
        return !spec.hooks().equals(Hooks.NONE);
    }
}
