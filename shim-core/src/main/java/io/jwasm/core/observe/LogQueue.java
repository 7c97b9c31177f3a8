package io.jwasm.core.observe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Writes lines of the log one after the other, in the order in which they came, while whoever has
/// something to tell goes on. What comes before the log is there is written as soon as it is.
/// Thread-safe.
public final class LogQueue implements Executor {

    /// Done when all that came so far has been written.
    @GuardedBy("this")
    private CompletableFuture<?> last;

    /// Creates the queue.
    ///
    /// @param logging done when there is a log, or when none can be had
    public LogQueue(CompletableFuture<?> logging) {
        this.last = logging;
    }

    /// Has a line written. One that could not be written does not keep the next from it.
    ///
    /// @param line writes to the log
    @Override
    public synchronized void execute(Runnable line) {
        last =
                last.handleAsync(
                        (_, _) -> {
                            line.run();
                            return line;
                        },
                        Thread::startVirtualThread);
    }

    /// Waits until all that came so far has been written.
    ///
    /// @param limit for how long to wait
    public void flush(Duration limit) {
        CompletableFuture<?> written;
        synchronized (this) {
            written = last;
        }
        try {
            Object _ = written.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // There is no log to tell it.
        }
    }
}
