package io.jwasm.core.bootstrap;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.api.event.TaskEvent;
import io.jwasm.core.event.EventPublisher;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the log of each container's life, one line for each event, and passes the events on. What
/// happens before the log is there is told as soon as it is. Nobody waits for the log: a thread of
/// its own writes each line, in order. Thread-safe.
final class LoggedEvents implements EventPublisher {

    private static final Logger log = LoggerFactory.getLogger(LoggedEvents.class);

    private final EventPublisher next;

    /// Done when all that happened so far has been told.
    @GuardedBy("this")
    private CompletableFuture<?> told;

    /// Creates the publisher.
    ///
    /// @param next delivers the events
    /// @param logging done when there is a log
    LoggedEvents(EventPublisher next, CompletableFuture<?> logging) {
        this.next = next;
        this.told = logging;
    }

    @Override
    public void publish(TaskEvent event) {
        next.publish(event);
        tellInTurn(event);
    }

    private synchronized void tellInTurn(TaskEvent event) {
        told = told.thenRunAsync(() -> tell(event), Thread::startVirtualThread);
    }

    /// Waits until all that was published so far has been told.
    ///
    /// @param limit for how long to wait
    void flush(Duration limit) {
        CompletableFuture<?> last;
        synchronized (this) {
            last = told;
        }
        try {
            Object _ = last.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // There is no log to tell it.
        }
    }

    private static void tell(TaskEvent event) {
        switch (event) {
            case TaskEvent.Created created ->
                    log.info(
                            "container \"{}\" is created as process {} from \"{}\"",
                            created.container(),
                            created.pid(),
                            created.bundle());
            case TaskEvent.Started started ->
                    log.info("container \"{}\" is started", started.container());
            case TaskEvent.Exited exited ->
                    log.info(
                            "container \"{}\" ended with {}",
                            exited.container(),
                            exited.exit().code());
            case TaskEvent.Deleted deleted ->
                    log.info("container \"{}\" is deleted", deleted.container());
            case TaskEvent.Paused paused ->
                    log.info("container \"{}\" is paused", paused.container());
            case TaskEvent.Resumed resumed ->
                    log.info("container \"{}\" is resumed", resumed.container());
            case TaskEvent.OutOfMemory _ -> {} // who noticed it has told how much was wanted
        }
    }
}
