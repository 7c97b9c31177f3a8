package io.jwasm.core.container;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.event.TaskEvent;
import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.CreateTask;
import io.jwasm.api.task.DeletedProcess;
import io.jwasm.api.task.ExitStatus;
import io.jwasm.api.task.ProcessState;
import io.jwasm.api.task.Signal;
import io.jwasm.api.task.TaskStats;
import io.jwasm.api.task.TerminalSize;
import io.jwasm.bundle.spec.ResourcesSpec;
import io.jwasm.core.workload.Ending;
import io.jwasm.core.workload.Workload;
import io.jwasm.wasi.Hold;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/// One container: its state ([ContainerState]), and the thread that does all its work. Thread-safe.
///
/// Whatever takes time, from reading the bundle to closing the last descriptor, happens on the
/// container's thread ([ContainerThread]), which waits between Create and Start at a gate. Callers
/// wait for that thread through futures.
final class Container {

    /// What the gate between Create and Start lets through.
    enum Gate {
        /// Run the guest.
        RUN,
        /// The container was killed before it was started.
        ABANDON
    }

    private final CreateTask request;
    private final Workload workload;
    private final ContainerServices services;
    private final ContainerState state;
    private final CompletableFuture<Integer> created = new CompletableFuture<>();
    private final CompletableFuture<Gate> gate = new CompletableFuture<>();
    private final CompletableFuture<ExitStatus> exited = new CompletableFuture<>();
    private final CountDownLatch released = new CountDownLatch(1);

    Container(CreateTask request, Workload workload, ContainerServices services) {
        this.request = request;
        this.workload = workload;
        this.services = services;
        this.state = new ContainerState(request.id());
    }

    ContainerId id() {
        return request.id();
    }

    CreateTask request() {
        return request;
    }

    Workload workload() {
        return workload;
    }

    /// Starts the container's thread and waits until the container is created.
    ///
    /// @return the task's process id
    /// @throws ShimException when it cannot be created; then nothing of it is left
    int create() {
        services.threads().start(new ContainerThread(this, services), "guest-" + id());
        return await(created);
    }

    int start() {
        int taskPid = state.start();
        // Before the gate opens, so that no exit can overtake it.
        services.events().publish(new TaskEvent.Started(id(), taskPid));
        gate.complete(Gate.RUN);
        try {
            workload.afterStart();
        } catch (ShimException failure) {
            end(Signal.SIGKILL);
            throw failure;
        }
        return taskPid;
    }

    ProcessState state() {
        return state.describe(request);
    }

    /// The task's process id.
    ///
    /// @return 0 while it is being created and once it is deleted
    int pid() {
        return state.pid();
    }

    boolean isAlive() {
        return state.isAlive();
    }

    CompletableFuture<ExitStatus> exited() {
        state.require(LifeCycle.Call.LOOK);
        return exited;
    }

    void kill(Signal signal) {
        state.require(LifeCycle.Call.KILL);
        switch (signal.defaultAction()) {
            case TERMINATE -> end(signal);
            case STOP -> workload.hold(Hold.SIGNAL);
            case CONTINUE -> workload.release(Hold.SIGNAL);
            case IGNORE -> {}
        }
    }

    void pause() {
        state.move(LifeCycle.Call.PAUSE, LifeCycle.PAUSED, () -> workload.hold(Hold.PAUSE));
        services.events().publish(new TaskEvent.Paused(id()));
    }

    void resume() {
        state.move(LifeCycle.Call.RESUME, LifeCycle.RUNNING, () -> workload.release(Hold.PAUSE));
        services.events().publish(new TaskEvent.Resumed(id()));
    }

    void update(ResourcesSpec given) {
        state.require(LifeCycle.Call.UPDATE);
        workload.update(given);
    }

    TaskStats stats() {
        return workload.stats(isAlive());
    }

    /// Ends the guest, whatever state the container is in; does nothing when it has ended.
    ///
    /// @param signal what its exit code tells
    void end(Signal signal) {
        if (state.condemn(signal)) {
            workload.stop();
        } else {
            gate.complete(Gate.ABANDON);
        }
    }

    void closeStdin() {
        state.require(LifeCycle.Call.CLOSE_STDIN);
        workload.closeStdin();
    }

    void resize(TerminalSize size) {
        state.require(LifeCycle.Call.RESIZE);
        workload.resize(size);
    }

    DeletedProcess delete() {
        if (state.requireDeletable()) {
            end(Signal.SIGKILL);
            await(exited);
        }
        return remove();
    }

    /// Kills and removes the container in whatever state it is.
    ///
    /// @return how it ended
    DeletedProcess drop() {
        await(created);
        end(Signal.SIGKILL);
        await(exited);
        return remove();
    }

    private DeletedProcess remove() {
        awaitEnd();
        DeletedProcess deleted = state.delete();
        workload.forget();
        services.records().remove(id());
        services.events().publish(new TaskEvent.Deleted(id(), deleted.pid(), deleted.exit()));
        return deleted;
    }

    /// Called for the container's thread once everything is prepared and on record.
    void becomeCreated(int taskPid) {
        // Before Start is possible, so that nothing can overtake it.
        services.events()
                .publish(
                        new TaskEvent.Created(
                                id(),
                                request.bundle(),
                                request.rootfs(),
                                request.stdio(),
                                taskPid));
        state.becomeCreated(taskPid);
        created.complete(taskPid);
    }

    /// Called for the container's thread when it could not be created and nothing is left of it.
    void failToCreate(Throwable cause) {
        state.failToCreate();
        created.completeExceptionally(cause);
    }

    /// Called by the container's thread: waits for Start or for the end before it.
    Gate awaitGate() {
        return await(gate);
    }

    /// Called by the container's thread: the status that a run's ending amounts to.
    ExitStatus statusOf(Ending ending) {
        return new ExitStatus(state.exitCodeOf(ending), services.clock().instant());
    }

    /// Called for the container's thread when the exit is on record.
    void becomeStopped(ExitStatus status) {
        int taskPid = state.becomeStopped(status);
        services.events().publish(new TaskEvent.Exited(id(), Optional.empty(), taskPid, status));
        exited.complete(status);
    }

    /// Called for the container's thread at its very end.
    void becomeReleased() {
        released.countDown();
    }

    String label(String claim) {
        return state.label(claim);
    }

    /// Waits for the last act of the container's thread; a caller that leaves meanwhile has changed
    /// nothing and may call again.
    private void awaitEnd() {
        try {
            released.await();
        } catch (InterruptedException _) {
            throw givenUp();
        }
    }

    private ShimException givenUp() {
        Thread.currentThread().interrupt();
        return new ShimException.Canceled(label("the caller has gone"));
    }

    private <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException _) {
            throw givenUp();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new ShimException.Internal(label("failed"), failure);
        }
    }
}
