package io.jwasm.core.container;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.CreateTask;
import io.jwasm.api.task.DeletedProcess;
import io.jwasm.api.task.ExitStatus;
import io.jwasm.api.task.ProcessState;
import io.jwasm.api.task.Signal;
import io.jwasm.api.task.TaskStats;
import io.jwasm.api.task.TerminalSize;
import io.jwasm.bundle.spec.ResourcesSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All containers of the daemon, by id. Thread-safe: calls for different containers never wait for
/// each other.
///
/// Each method with an id fails with [ShimException.NotFound] when there is no such container.
public final class Containers {

    private static final Logger log = LoggerFactory.getLogger(Containers.class);

    private final WorkloadFactory workloads;
    private final ContainerServices services;
    private final Consumer<ContainerId> beforeCreate;
    private final ContainerRegistry registry;

    /// Starts without containers.
    ///
    /// @param workloads decides what a container runs
    /// @param services what every container needs
    /// @param beforeCreate clears away what a dead daemon left of the id
    Containers(
            WorkloadFactory workloads,
            ContainerServices services,
            Consumer<ContainerId> beforeCreate) {
        this.workloads = workloads;
        this.services = services;
        this.beforeCreate = beforeCreate;
        this.registry = new ContainerRegistry(services.clock());
    }

    /// Creates a container.
    ///
    /// @param request what to create
    /// @return the task's process id
    /// @throws ShimException.AlreadyExists when the id is in use
    /// @throws ShimException.Unavailable when the daemon is about to end
    public int create(CreateTask request) {
        Container container = new Container(request, workloads.create(request), services);
        registry.enter(container);
        try {
            beforeCreate.accept(request.id());
            return container.create();
        } catch (ShimException.Canceled cancelled) {
            throw cancelled; // The caller has gone; the container is there all the same.
        } catch (RuntimeException failure) {
            registry.leave(request.id());
            throw failure;
        }
    }

    /// Lets a created container run.
    ///
    /// @param id the container
    /// @return the task's process id
    /// @throws ShimException.FailedPrecondition when it is not in state CREATED
    public int start(ContainerId id) {
        return registry.find(id).start();
    }

    /// Tells a container's state.
    ///
    /// @param id the container
    /// @return its state
    public ProcessState state(ContainerId id) {
        return registry.find(id).state();
    }

    /// Waits for a container to end.
    ///
    /// @param id the container
    /// @return how it ended
    /// @throws InterruptedException when the waiting thread is interrupted
    public ExitStatus await(ContainerId id) throws InterruptedException {
        try {
            return registry.find(id).exited().get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure); // The future never fails.
        }
    }

    /// Sends a signal.
    ///
    /// @param id the container
    /// @param signal the signal
    /// @throws ShimException.NotFound also when the process has ended
    public void kill(ContainerId id, Signal signal) {
        registry.find(id).kill(signal);
    }

    /// Holds a running container.
    ///
    /// @param id the container
    /// @throws ShimException.FailedPrecondition when it does not run
    public void pause(ContainerId id) {
        registry.find(id).pause();
    }

    /// Lets a paused container go on.
    ///
    /// @param id the container
    /// @throws ShimException.FailedPrecondition when it is not paused
    public void resume(ContainerId id) {
        registry.find(id).resume();
    }

    /// Changes limits of a container that has not ended.
    ///
    /// @param id the container
    /// @param given the new limits; what is left out stays
    /// @throws ShimException.InvalidArgument when one is malformed; then none is changed
    public void update(ContainerId id, ResourcesSpec given) {
        registry.find(id).update(given);
    }

    /// Tells what a container has used.
    ///
    /// @param id the container
    /// @return the figures
    public TaskStats stats(ContainerId id) {
        return registry.find(id).stats();
    }

    /// Lets the guest see the end of its standard input. A second call does nothing.
    ///
    /// @param id the container
    public void closeStdin(ContainerId id) {
        registry.find(id).closeStdin();
    }

    /// Tells how large the guest's terminal is shown; does nothing without a terminal.
    ///
    /// @param id the container
    /// @param size the size
    public void resize(ContainerId id, TerminalSize size) {
        registry.find(id).resize(size);
    }

    /// Removes an ended or never started container.
    ///
    /// @param id the container
    /// @return how it had ended
    /// @throws ShimException.FailedPrecondition when it runs
    public DeletedProcess delete(ContainerId id) {
        DeletedProcess deleted = registry.find(id).delete();
        registry.leave(id);
        return deleted;
    }

    /// Kills and removes a container whatever its state.
    ///
    /// @param id the container
    /// @return how it ended
    public DeletedProcess drop(ContainerId id) {
        DeletedProcess deleted = registry.find(id).drop();
        registry.leave(id);
        return deleted;
    }

    /// The task's process id.
    ///
    /// @param id the container
    /// @return 0 when there is no such container
    public int pid(ContainerId id) {
        return registry.pid(id);
    }

    /// The processes of a container that have not ended.
    ///
    /// @param id the container
    /// @return their process ids
    public List<Integer> pids(ContainerId id) {
        Container container = registry.find(id);
        return container.isAlive() ? List.of(container.pid()) : List.of();
    }

    /// Refuses new containers from now on, provided that there is none and has been none for a
    /// while.
    ///
    /// @param linger for how long there must have been none
    /// @return how long is missing; zero or less when it is closed now
    public Duration closeWhenIdle(Duration linger) {
        return registry.closeWhenIdle(linger);
    }

    /// Takes containers again after [#closeWhenIdle].
    public void reopen() {
        registry.reopen();
    }

    /// Refuses new containers, kills and removes all.
    ///
    /// @param limit for how long to wait for them at most
    /// @throws InterruptedException when the waiting thread is interrupted
    public void shutDown(Duration limit) throws InterruptedException {
        List<ContainerId> ids = registry.close();
        CountDownLatch dropped = new CountDownLatch(ids.size());
        for (ContainerId id : ids) {
            Thread.ofVirtual().name("drop-" + id).start(() -> dropQuietly(id, dropped));
        }
        if (!dropped.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            log.warn("{} containers did not end in time", dropped.getCount());
        }
    }

    private void dropQuietly(ContainerId id, CountDownLatch dropped) {
        try {
            drop(id);
        } catch (ShimException gone) {
            log.debug("container \"{}\" went by itself", id, gone);
        } finally {
            dropped.countDown();
        }
    }
}
