package io.jwasm.core.stdio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.EventFd;
import io.jwasm.linux.io.IoBuffer;
import io.jwasm.linux.io.Poll;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies between the master of a terminal and the client's FIFOs on a thread of its own, which
/// waits for all of them at once: what the client types, and what the guest shows.
///
/// It ends when the guest's side is closed and all that it has shown is copied. While the FIFO is
/// full it takes nothing more from the terminal, so that the guest waits and nothing is lost. When
/// the client will type no more, whoever owns the terminal is told.
///
/// [#run] belongs to that thread, the other methods may be called from any.
final class TerminalPump implements Runnable, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TerminalPump.class);

    private static final int STOP = 0; // slots
    private static final int MASTER = 1;
    private static final int INPUT = 2;
    private static final int OUTPUT = 3;
    private static final int SLOTS = 4;

    private final HostFd master;
    private final @Nullable HostFd input;
    private final HostFd output;
    private final Flow typed;
    private final Flow shown;
    private final Runnable onHangUp;
    private final EventFd stop;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean mayHangUp = true;

    @GuardedBy("this")
    private boolean hasBegun;

    @GuardedBy("this")
    private boolean isClosed;

    /// Creates the pump, not yet running.
    ///
    /// @param master the terminal's master; stays the caller's
    /// @param input what the client types, or null for nothing; stays the caller's
    /// @param output where the client reads; closed when all is copied
    /// @param onHangUp called at most once, on the pump's thread, when all is typed that ever will
    ///   be
    /// @throws ErrnoException when there is no descriptor left to stop it by
    TerminalPump(HostFd master, @Nullable HostFd input, HostFd output, Runnable onHangUp)
            throws ErrnoException {
        this.master = master;
        this.input = input;
        this.output = output;
        this.onHangUp = onHangUp;
        this.shown = new Flow(master, output);
        this.typed = new Flow(input == null ? master : input, master);
        if (input == null) {
            abandonTyped();
        }
        this.stop = EventFd.create();
    }

    @Override
    public void run() {
        if (!begin()) {
            return;
        }
        try (IoBuffer buffer = new IoBuffer(Flow.BYTES);
                Poll poll = new Poll(SLOTS)) {
            copy(poll, buffer);
        } catch (ErrnoException | RuntimeException failure) {
            log.warn("a terminal is not copied any more", failure);
        } finally {
            output.close();
            ended.countDown();
        }
    }

    private synchronized boolean begin() {
        hasBegun = !isClosed;
        return hasBegun;
    }

    private void copy(Poll poll, IoBuffer buffer) throws ErrnoException {
        poll.set(STOP, stop.number(), Poll.POLLIN);
        boolean isOver = false;
        while (!isOver) {
            arm(poll);
            poll.await(SLOTS, Poll.INFINITE);
            if ((poll.revents(MASTER) & Poll.POLLHUP) != 0) {
                abandonTyped(); // The guest's side is closed: nobody reads it.
            }
            isOver = poll.revents(STOP) != 0 || move(buffer);
        }
    }

    private void arm(Poll poll) {
        set(
                poll,
                MASTER,
                master,
                (shown.mayRead() ? Poll.POLLIN : 0) | (typed.mayWrite() ? Poll.POLLOUT : 0));
        set(poll, INPUT, input, typed.mayRead() ? Poll.POLLIN : 0);
        set(poll, OUTPUT, output, shown.mayWrite() ? Poll.POLLOUT : 0);
    }

    /// A slot with nothing to wait for is empty: hang-ups would be told all the time.
    private static void set(Poll poll, int slot, @Nullable HostFd fd, int events) {
        if (events == 0 || fd == null) {
            poll.clear(slot);
        } else {
            poll.set(slot, fd.number(), events);
        }
    }

    /// Moves what can be moved.
    ///
    /// @return whether that was all
    private boolean move(IoBuffer buffer) {
        typed.move(buffer);
        if (typed.isOver() && mayHangUp) {
            mayHangUp = false;
            onHangUp.run();
        }
        shown.move(buffer);
        return shown.isOver();
    }

    private void abandonTyped() {
        mayHangUp = false;
        typed.abandon();
    }

    /// Waits until all is copied.
    ///
    /// @return false when the time was over first, or the caller was interrupted
    boolean awaitEnd(long timeoutNanos) {
        try {
            return ended.await(timeoutNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Ends the copying wherever it is, and returns when the thread uses no descriptor any more. A
    /// second call does nothing.
    @Override
    public void close() {
        boolean isRunning;
        synchronized (this) {
            isClosed = true;
            isRunning = hasBegun;
        }
        stop.signal();
        boolean isInterrupted = false;
        while (isRunning && ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException _) {
                isInterrupted = true; // restored below; the pump ends at once
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        stop.close();
    }
}
