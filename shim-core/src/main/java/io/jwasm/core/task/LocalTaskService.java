package io.jwasm.core.task;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.CreateTask;
import io.jwasm.api.task.DeletedProcess;
import io.jwasm.api.task.ExitStatus;
import io.jwasm.api.task.ProcessInfo;
import io.jwasm.api.task.ProcessKey;
import io.jwasm.api.task.ProcessState;
import io.jwasm.api.task.ResourceUpdate;
import io.jwasm.api.task.ShimConnection;
import io.jwasm.api.task.Signal;
import io.jwasm.api.task.TaskService;
import io.jwasm.api.task.TaskStats;
import io.jwasm.api.task.TerminalSize;
import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.spec.SpecReader;
import io.jwasm.core.container.Containers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The task service over the containers of this process. Thread-safe.
///
/// There are no exec processes yet, so every exec id is unknown.
public final class LocalTaskService implements TaskService {

    private final Containers containers;
    private final int shimPid;
    private final Consumer<CreateTask> admission;

    /// Creates the service.
    ///
    /// @param containers the containers it serves
    /// @param shimPid this process's id, for [#connect]
    /// @param admission throws for a container that is not to be created here
    public LocalTaskService(Containers containers, int shimPid, Consumer<CreateTask> admission) {
        this.containers = containers;
        this.shimPid = shimPid;
        this.admission = admission;
    }

    @Override
    public int create(CreateTask request) {
        admission.accept(request);
        return containers.create(request);
    }

    @Override
    public int start(ProcessKey key) {
        return containers.start(init(key));
    }

    @Override
    public ProcessState state(ProcessKey key) {
        return containers.state(init(key));
    }

    @Override
    public ExitStatus await(ProcessKey key) throws InterruptedException {
        return containers.await(init(key));
    }

    @Override
    public void kill(ProcessKey key, Signal signal, boolean isForAll) {
        containers.kill(init(key), signal); // The init process is all there is.
    }

    @Override
    public void pause(ContainerId container) {
        containers.pause(container);
    }

    @Override
    public void resume(ContainerId container) {
        containers.resume(container);
    }

    @Override
    public void update(ContainerId container, ResourceUpdate update) {
        ByteBuffer document = update.json();
        byte[] json = new byte[document.remaining()];
        document.get(json);
        try {
            containers.update(container, SpecReader.readResources(json));
        } catch (BundleException malformed) {
            throw new ShimException.InvalidArgument(
                    "container \"%s\": %s".formatted(container, malformed.getMessage()), malformed);
        }
    }

    @Override
    public TaskStats stats(ContainerId container) {
        return containers.stats(container);
    }

    @Override
    public void closeStdin(ProcessKey key) {
        containers.closeStdin(init(key));
    }

    @Override
    public void resize(ProcessKey key, TerminalSize size) {
        containers.resize(init(key), size);
    }

    @Override
    public DeletedProcess delete(ProcessKey key) {
        return containers.delete(init(key));
    }

    @Override
    public List<ProcessInfo> pids(ContainerId container) {
        return containers.pids(container).stream()
                .map(pid -> new ProcessInfo(pid, Optional.empty()))
                .toList();
    }

    @Override
    public ShimConnection connect(ContainerId container) {
        return new ShimConnection(shimPid, containers.pid(container));
    }

    @Override
    public void shutdown(ContainerId container) {
        // The daemon lingers for the next container; containerd does not check that it has gone.
    }

    private static ContainerId init(ProcessKey key) {
        if (key.exec().isPresent()) {
            throw new ShimException.NotFound(key + ": no such process");
        }
        return key.container();
    }
}
