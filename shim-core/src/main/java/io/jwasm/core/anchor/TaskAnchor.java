package io.jwasm.core.anchor;

import io.jwasm.api.task.ContainerId;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.anchor.Anchor;
import io.jwasm.linux.process.ProcessIdentity;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The anchor process of one container, whose end by another's hand is the end of the container.
/// Thread-safe.
final class TaskAnchor implements AutoCloseable {

    /// A killed process without memory ends within microseconds; longer is a broken kernel.
    private static final long REAP_SECONDS = 10;

    private final AtomicBoolean isOurEnd = new AtomicBoolean();
    private final CountDownLatch reaped = new CountDownLatch(1);
    private final Anchor anchor;

    private TaskAnchor(ContainerId id, AnchorHost host, Runnable onDeath) throws ErrnoException {
        anchor =
                Anchor.spawn(
                        host.image(),
                        id.value(),
                        host.reaper(),
                        _ -> {
                            reaped.countDown();
                            if (!isOurEnd.get()) {
                                onDeath.run();
                            }
                        });
    }

    /// Spawns the anchor in the namespaces of the calling thread, to live no longer than it.
    ///
    /// @param id the container
    /// @param host has the executable and reaps it
    /// @param onDeath called at most once, when it ends before [#close]; must not block
    /// @return the anchor
    /// @throws ErrnoException when it cannot be spawned
    static TaskAnchor spawn(ContainerId id, AnchorHost host, Runnable onDeath)
            throws ErrnoException {
        return new TaskAnchor(id, host, onDeath);
    }

    ProcessIdentity identity() {
        return anchor.identity();
    }

    /// Kills the process and waits until it is gone from the process table. A second call does
    /// nothing.
    @Override
    public void close() throws ErrnoException {
        isOurEnd.set(true);
        anchor.kill();
        try {
            if (!reaped.await(REAP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(anchor + " does not end");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // The reaper reaps it all the same.
        }
    }
}
