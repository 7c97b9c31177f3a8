package io.jwasm.core.transport;

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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/// A task service of one task, which does what its test says. Thread-safe.
final class FakeTasks implements TaskService {

    static final int TASK_PID = 4711;

    final Semaphore waiting = new Semaphore(0);
    final Semaphore interrupted = new Semaphore(0);
    final CountDownLatch exit = new CountDownLatch(1);
    final CountDownLatch killBegan = new CountDownLatch(1);
    final CountDownLatch killMayEnd = new CountDownLatch(1);
    final Semaphore killed = new Semaphore(0);
    volatile Optional<Throwable> failure = Optional.empty();

    @Override
    public ExitStatus await(ProcessKey key) throws InterruptedException {
        waiting.release();
        try {
            exit.await();
        } catch (InterruptedException end) {
            interrupted.release();
            throw end;
        }
        return new ExitStatus(7, Instant.EPOCH);
    }

    @Override
    public void kill(ProcessKey key, Signal signal, boolean isForAll) {
        killBegan.countDown();
        try {
            killMayEnd.await();
            killed.release();
        } catch (InterruptedException _) {
            interrupted.release();
        }
    }

    @Override
    public ShimConnection connect(ContainerId container) {
        return new ShimConnection(1, TASK_PID);
    }

    @Override
    public void pause(ContainerId container) {
        failure.ifPresent(FakeTasks::sneak);
    }

    @SuppressWarnings("unchecked") // Erased: it throws whatever it is given.
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    private static ShimException unused() {
        return new ShimException.Unavailable("not in this test");
    }

    @Override
    public int create(CreateTask request) {
        throw unused();
    }

    @Override
    public int start(ProcessKey key) {
        throw unused();
    }

    @Override
    public ProcessState state(ProcessKey key) {
        throw unused();
    }

    @Override
    public void resume(ContainerId container) {
        throw unused();
    }

    @Override
    public void update(ContainerId container, ResourceUpdate update) {
        throw unused();
    }

    @Override
    public TaskStats stats(ContainerId container) {
        throw unused();
    }

    @Override
    public void closeStdin(ProcessKey key) {
        throw unused();
    }

    @Override
    public void resize(ProcessKey key, TerminalSize size) {
        throw unused();
    }

    @Override
    public DeletedProcess delete(ProcessKey key) {
        throw unused();
    }

    @Override
    public List<ProcessInfo> pids(ContainerId container) {
        throw unused();
    }

    @Override
    public void shutdown(ContainerId container) {
        throw unused();
    }
}
