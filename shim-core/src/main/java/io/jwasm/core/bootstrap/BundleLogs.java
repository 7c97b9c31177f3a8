package io.jwasm.core.bootstrap;

import io.jwasm.api.event.TaskEvent;
import io.jwasm.core.event.EventForwarder;
import io.jwasm.core.event.TimedEvent;
import io.jwasm.core.observe.DaemonLogging;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/// Lends the log the FIFOs of the bundles that are there: takes the next when a container was
/// created, and lets go of a deleted one's. Beside the events, because there nobody waits for it.
/// Confined to the queue's thread.
///
/// @param next delivers the events
/// @param logging the log, once it is there
record BundleLogs(EventForwarder next, CompletableFuture<DaemonLogging> logging)
        implements EventForwarder {

    @Override
    public void forward(TimedEvent event) throws InterruptedException {
        next.forward(event);
        if (logging.state() == Future.State.SUCCESS) {
            follow(event.event(), logging.resultNow());
        }
    }

    private static void follow(TaskEvent event, DaemonLogging log) {
        switch (event) {
            case TaskEvent.Created created -> log.offerBundle(created.bundle());
            case TaskEvent.Deleted deleted -> log.releaseBundle(deleted.container().value());
            default -> {} // nothing that comes or goes
        }
    }

    @Override
    public void close() {
        next.close();
    }
}
