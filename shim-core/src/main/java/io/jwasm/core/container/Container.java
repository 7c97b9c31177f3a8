package io.jwasm.core.container;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.api.error.ShimException;
import io.jwasm.api.event.TaskEvent;
import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.CreateTask;
import io.jwasm.api.task.DeletedProcess;
import io.jwasm.api.task.ExitStatus;
import io.jwasm.api.task.ProcessKey;
import io.jwasm.api.task.ProcessState;
import io.jwasm.api.task.Signal;
import io.jwasm.api.task.TaskStats;
import io.jwasm.api.task.TaskStatus;
import io.jwasm.bundle.spec.ResourcesSpec;
import io.jwasm.wasi.Hold;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One container: its state, and the thread that does all its work. Thread-safe.
///
/// The lock is held for changes of the state alone. Whatever takes time, from reading the bundle to
/// closing the last descriptor, happens on the container's thread ([ContainerThread]), which waits
/// between Create and Start at a gate. Callers wait for that thread through futures.
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
    private final CompletableFuture<Integer> created = new CompletableFuture<>();
    private final CompletableFuture<Gate> gate = new CompletableFuture<>();
    private final CompletableFuture<ExitStatus> exited = new CompletableFuture<>();
    private final CountDownLatch released = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private LifeCycle state = LifeCycle.CREATING;

    @GuardedBy("lock")
    private int pid;

    /// The first signal that was to end the guest.
    @GuardedBy("lock")
    private @Nullable Signal fatal;

    @GuardedBy("lock")
    private @Nullable ExitStatus exit;

    Container(CreateTask request, Workload workload, ContainerServices services) {
        this.request = request;
        this.workload = workload;
        this.services = services;
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
        int taskPid;
        lock.lock();
        try {
            check(LifeCycle.Call.START);
            if (fatal != null) {
                throw new ShimException.FailedPrecondition(label("task was killed"));
            }
            state = LifeCycle.RUNNING;
            taskPid = pid;
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            check(LifeCycle.Call.LOOK);
            return new ProcessState(
                    ProcessKey.init(id()),
                    request.bundle(),
                    pid,
                    status(),
                    request.stdio(),
                    Optional.ofNullable(exit));
        } finally {
            lock.unlock();
        }
    }

    /// The task's process id.
    ///
    /// @return 0 while it is being created and once it is deleted
    int pid() {
        lock.lock();
        try {
            return state == LifeCycle.CREATING || state == LifeCycle.DELETED ? 0 : pid;
        } finally {
            lock.unlock();
        }
    }

    boolean isAlive() {
        lock.lock();
        try {
            check(LifeCycle.Call.LOOK);
            return state != LifeCycle.STOPPED;
        } finally {
            lock.unlock();
        }
    }

    CompletableFuture<ExitStatus> exited() {
        lock.lock();
        try {
            check(LifeCycle.Call.LOOK);
            return exited;
        } finally {
            lock.unlock();
        }
    }

    void kill(Signal signal) {
        lock.lock();
        try {
            check(LifeCycle.Call.KILL);
        } finally {
            lock.unlock();
        }
        switch (signal.defaultAction()) {
            case TERMINATE -> end(signal);
            case STOP -> workload.hold(Hold.SIGNAL);
            case CONTINUE -> workload.release(Hold.SIGNAL);
            case IGNORE -> {}
        }
    }

    void pause() {
        move(LifeCycle.Call.PAUSE, LifeCycle.PAUSED, () -> workload.hold(Hold.PAUSE));
        services.events().publish(new TaskEvent.Paused(id()));
    }

    void resume() {
        move(LifeCycle.Call.RESUME, LifeCycle.RUNNING, () -> workload.release(Hold.PAUSE));
        services.events().publish(new TaskEvent.Resumed(id()));
    }

    /// Moves the guest and the state as one, so that no other move comes between.
    private void move(LifeCycle.Call call, LifeCycle next, Runnable guest) {
        lock.lock();
        try {
            check(call);
            state = next;
            guest.run();
        } finally {
            lock.unlock();
        }
    }

    void update(ResourcesSpec given) {
        lock.lock();
        try {
            check(LifeCycle.Call.UPDATE);
        } finally {
            lock.unlock();
        }
        workload.update(given);
    }

    TaskStats stats() {
        return workload.stats(isAlive());
    }

    /// Ends the guest, whatever state the container is in; does nothing when it has ended.
    ///
    /// @param signal what its exit code tells
    void end(Signal signal) {
        boolean isRunning;
        lock.lock();
        try {
            if (fatal == null) {
                fatal = signal;
            }
            isRunning = state == LifeCycle.RUNNING || state == LifeCycle.PAUSED;
        } finally {
            lock.unlock();
        }
        if (isRunning) {
            workload.stop();
        } else {
            gate.complete(Gate.ABANDON);
        }
    }

    void closeStdin() {
        lock.lock();
        try {
            check(LifeCycle.Call.CLOSE_STDIN);
        } finally {
            lock.unlock();
        }
        workload.closeStdin();
    }

    DeletedProcess delete() {
        boolean isCreated;
        lock.lock();
        try {
            check(LifeCycle.Call.DELETE);
            isCreated = state == LifeCycle.CREATED;
        } finally {
            lock.unlock();
        }
        if (isCreated) {
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
        DeletedProcess deleted;
        lock.lock();
        try {
            check(LifeCycle.Call.DELETE);
            if (exit == null) {
                throw new ShimException.FailedPrecondition(label("task is running"));
            }
            state = LifeCycle.DELETED;
            deleted = new DeletedProcess(pid, exit);
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            pid = taskPid;
            state = LifeCycle.CREATED;
        } finally {
            lock.unlock();
        }
        created.complete(taskPid);
    }

    /// Called for the container's thread when it could not be created and nothing is left of it.
    void failToCreate(Throwable cause) {
        lock.lock();
        try {
            state = LifeCycle.DELETED;
        } finally {
            lock.unlock();
        }
        created.completeExceptionally(cause);
    }

    /// Called by the container's thread: waits for Start or for the end before it.
    Gate awaitGate() {
        return await(gate);
    }

    /// Called by the container's thread: the status that a run's ending amounts to.
    ExitStatus statusOf(Ending ending) {
        lock.lock();
        try {
            int code =
                    switch (ending) {
                        case Ending.Exited(int given) -> given;
                        case Ending.OutOfMemory() -> Signal.SIGKILL.exitCode();
                        case Ending.Stopped() ->
                                fatal == null ? Signal.SIGKILL.exitCode() : fatal.exitCode();
                    };
            return new ExitStatus(code, services.clock().instant());
        } finally {
            lock.unlock();
        }
    }

    /// Called for the container's thread when the exit is on record.
    void becomeStopped(ExitStatus status) {
        int taskPid;
        lock.lock();
        try {
            state = LifeCycle.STOPPED;
            exit = status;
            taskPid = pid;
        } finally {
            lock.unlock();
        }
        services.events().publish(new TaskEvent.Exited(id(), Optional.empty(), taskPid, status));
        exited.complete(status);
    }

    /// Called for the container's thread at its very end.
    void becomeReleased() {
        released.countDown();
    }

    String label(String claim) {
        return "container \"%s\": %s".formatted(id(), claim);
    }

    @GuardedBy("lock")
    private void check(LifeCycle.Call call) {
        switch (state.verdict(call)) {
            case LifeCycle.Verdict.Legal() -> {}
            case LifeCycle.Verdict.Absent() ->
                    throw new ShimException.NotFound(label("no such container"));
            case LifeCycle.Verdict.Gone(String why) -> throw new ShimException.NotFound(label(why));
            case LifeCycle.Verdict.Refused(String why) ->
                    throw new ShimException.FailedPrecondition(label(why));
        }
    }

    @GuardedBy("lock")
    private TaskStatus status() {
        return switch (state) {
            case CREATING, CREATED -> TaskStatus.CREATED;
            case RUNNING -> TaskStatus.RUNNING;
            case PAUSED -> TaskStatus.PAUSED;
            case STOPPED, DELETED -> TaskStatus.STOPPED;
        };
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
