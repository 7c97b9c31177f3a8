package io.jwasm.core.container;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.CreateTask;
import io.jwasm.api.task.DeletedProcess;
import io.jwasm.api.task.ExitStatus;
import io.jwasm.api.task.ProcessKey;
import io.jwasm.api.task.ProcessState;
import io.jwasm.api.task.Signal;
import io.jwasm.api.task.TaskStatus;
import io.jwasm.core.workload.Ending;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where a container is in its life, and what it has become known by: its process, the signal that
/// is to end it, its exit. Thread-safe; nothing is done under the lock but to look and to change.
final class ContainerState {

    private final ContainerId id;
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

    ContainerState(ContainerId id) {
        this.id = id;
    }

    /// Fails unless a call is legal now.
    void require(LifeCycle.Call call) {
        lock.lock();
        try {
            check(call);
        } finally {
            lock.unlock();
        }
    }

    /// Becomes RUNNING by Start.
    ///
    /// @return the task's process id
    int start() {
        lock.lock();
        try {
            check(LifeCycle.Call.START);
            if (fatal != null) {
                throw new ShimException.FailedPrecondition(label("task was killed"));
            }
            state = LifeCycle.RUNNING;
            return pid;
        } finally {
            lock.unlock();
        }
    }

    /// What State answers.
    ProcessState describe(CreateTask request) {
        lock.lock();
        try {
            check(LifeCycle.Call.LOOK);
            return new ProcessState(
                    ProcessKey.init(id),
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

    /// Moves the guest and the state as one, so that no other move comes between.
    void move(LifeCycle.Call call, LifeCycle next, Runnable guest) {
        lock.lock();
        try {
            check(call);
            state = next;
            guest.run();
        } finally {
            lock.unlock();
        }
    }

    /// Notes that the guest is to end.
    ///
    /// @param signal what its exit code tells, unless it is not the first
    /// @return whether the guest has been let run and has not ended
    boolean condemn(Signal signal) {
        lock.lock();
        try {
            if (fatal == null) {
                fatal = signal;
            }
            return state == LifeCycle.RUNNING || state == LifeCycle.PAUSED;
        } finally {
            lock.unlock();
        }
    }

    /// Fails unless Delete is legal now.
    ///
    /// @return whether the guest was never started
    boolean requireDeletable() {
        lock.lock();
        try {
            check(LifeCycle.Call.DELETE);
            return state == LifeCycle.CREATED;
        } finally {
            lock.unlock();
        }
    }

    /// Becomes DELETED by Delete.
    DeletedProcess delete() {
        lock.lock();
        try {
            check(LifeCycle.Call.DELETE);
            if (exit == null) {
                throw new ShimException.FailedPrecondition(label("task is running"));
            }
            state = LifeCycle.DELETED;
            return new DeletedProcess(pid, exit);
        } finally {
            lock.unlock();
        }
    }

    void becomeCreated(int taskPid) {
        lock.lock();
        try {
            pid = taskPid;
            state = LifeCycle.CREATED;
        } finally {
            lock.unlock();
        }
    }

    void failToCreate() {
        lock.lock();
        try {
            state = LifeCycle.DELETED;
        } finally {
            lock.unlock();
        }
    }

    /// The exit code that a run's ending amounts to.
    int exitCodeOf(Ending ending) {
        lock.lock();
        try {
            return switch (ending) {
                case Ending.Exited(int given) -> given;
                case Ending.OutOfMemory() -> Signal.SIGKILL.exitCode();
                case Ending.Stopped() ->
                        fatal == null ? Signal.SIGKILL.exitCode() : fatal.exitCode();
            };
        } finally {
            lock.unlock();
        }
    }

    /// Becomes STOPPED.
    ///
    /// @return the task's process id
    int becomeStopped(ExitStatus status) {
        lock.lock();
        try {
            state = LifeCycle.STOPPED;
            exit = status;
            return pid;
        } finally {
            lock.unlock();
        }
    }

    /// A claim about the container, for a message.
    String label(String claim) {
        return "container \"%s\": %s".formatted(id, claim);
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
}
