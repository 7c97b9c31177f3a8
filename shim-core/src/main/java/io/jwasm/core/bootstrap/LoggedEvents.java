package io.jwasm.core.bootstrap;

import io.jwasm.api.event.TaskEvent;
import io.jwasm.core.event.EventPublisher;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the log of each container's life, one line for each event, and passes the events on.
/// Thread-safe.
///
/// @param next delivers the events
/// @param lines writes the lines, in order
record LoggedEvents(EventPublisher next, Executor lines) implements EventPublisher {

    private static final Logger log = LoggerFactory.getLogger(LoggedEvents.class);

    @Override
    public void publish(TaskEvent event) {
        next.publish(event);
        lines.execute(() -> tell(event));
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
