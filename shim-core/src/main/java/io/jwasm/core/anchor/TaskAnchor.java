package io.jwasm.core.anchor;

import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.Signal;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.anchor.Anchor;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.process.ChildEnd;
import io.jwasm.linux.process.ProcessIdentity;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The anchor process of one container, whose end by another's hand is the end of the container.
/// Thread-safe.
final class TaskAnchor implements AutoCloseable {

    /// A killed process without memory ends within microseconds; longer is a broken kernel.
    private static final long REAP_SECONDS = 10;

    private static final int SIGNAL_BASE = 128;

    private final AtomicBoolean isOurEnd = new AtomicBoolean();
    private final CountDownLatch reaped = new CountDownLatch(1);
    private final Anchor anchor;

    private TaskAnchor(
            ContainerId id, AnchorHost host, @Nullable HostFd terminal, Consumer<Signal> onEnd)
            throws ErrnoException {
        Consumer<ChildEnd> told =
                end -> {
                    reaped.countDown();
                    if (!isOurEnd.get()) {
                        onEnd.accept(signalOf(end));
                    }
                };
        anchor =
                terminal == null
                        ? Anchor.spawn(host.image(), id.value(), host.reaper(), told)
                        : Anchor.spawnOnTerminal(
                                host.terminalImage(), id.value(), terminal, host.reaper(), told);
    }

    /// An anchor ends by itself only for what happens at its terminal; whoever else ends it, and by
    /// which signal ever, has killed the container.
    private static Signal signalOf(ChildEnd end) {
        return end instanceof ChildEnd.Exited exited && exited.code() > SIGNAL_BASE
                ? new Signal(exited.code() - SIGNAL_BASE)
                : Signal.SIGKILL;
    }

    /// Spawns the anchor in the namespaces of the calling thread, to live no longer than it.
    ///
    /// @param id the container
    /// @param host has the executable and reaps it
    /// @param terminal the terminal whose session it is to lead, or null for none
    /// @param onEnd called at most once, when it ends before [#close], with the signal that it
    ///   stands for; must not block
    /// @return the anchor
    /// @throws ErrnoException when it cannot be spawned
    static TaskAnchor spawn(
            ContainerId id, AnchorHost host, @Nullable HostFd terminal, Consumer<Signal> onEnd)
            throws ErrnoException {
        return new TaskAnchor(id, host, terminal, onEnd);
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
