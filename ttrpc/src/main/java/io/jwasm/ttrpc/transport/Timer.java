package io.jwasm.ttrpc.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs small tasks later, on one virtual thread that exists from the first task on. Thread-safe.
public final class Timer implements AutoCloseable {

    @GuardedBy("this")
    private @Nullable ScheduledThreadPoolExecutor executor;

    @GuardedBy("this")
    private boolean isClosed;

    /// Makes a timer without a thread.
    public Timer() {}

    /// Runs a task once; never, if the timer is closed.
    ///
    /// @param task must be quick
    /// @param nanos the delay
    /// @return cancels the task
    public Future<?> schedule(Runnable task, long nanos) {
        try {
            return executor().schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            // Closed: whatever the task was to end has been ended by who closed the timer.
            return CompletableFuture.completedFuture(null);
        }
    }

    private synchronized ScheduledThreadPoolExecutor executor() {
        if (executor == null) {
            executor =
                    new ScheduledThreadPoolExecutor(
                            1, Thread.ofVirtual().name("ttrpc-timer").factory());
            executor.setRemoveOnCancelPolicy(true);
            if (isClosed) {
                executor.shutdownNow();
            }
        }
        return executor;
    }

    /// Drops tasks that have not run, and ends the thread.
    @Override
    public synchronized void close() {
        isClosed = true;
        if (executor != null) {
            executor.shutdownNow();
        }
    }
}
