package io.jwasm.core.stdio;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.process.CurrentProcess;
import io.jwasm.linux.terminal.PseudoTerminal;
import io.jwasm.linux.terminal.WindowSize;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The terminal of one guest: its streams are the slave, and what passes the master is copied to
/// and from the client's FIFOs. Thread-safe, but the slave is the guest's until it has ended.
///
/// When the client has closed its end of the input for good, the terminal counts as hung up:
/// containerd's own shim closes the master then, whose process gets SIGHUP
/// (`cmd/containerd-shim-runc-v2/runc/platform.go`). Here the container is told, and the master
/// stays, so that nothing of what the guest has shown is lost.
///
/// A client that does not read may keep the copying from coming to its end. The container's exit
/// waits for that for a moment, and is told then all the same; the copying goes on, and Delete
/// waits for it once more, as containerd's own shim does.
final class GuestTerminal implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GuestTerminal.class);

    /// For how long the exit waits for a client that does not read.
    private static final long EXIT_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// For how long Delete does (`delete` in `cmd/containerd-shim-runc-v2/process/init.go`).
    private static final long DELETE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final PseudoTerminal pair;
    private final @Nullable HostFd input;
    private final HostFd output;
    private volatile @Nullable TerminalPump pump;
    private volatile boolean isDraining;

    private GuestTerminal(PseudoTerminal pair, @Nullable HostFd input, HostFd output) {
        this.pair = pair;
        this.input = input;
        this.output = output;
    }

    /// Makes a terminal.
    ///
    /// @param input what the client types, or null for nothing; closed by the caller after [#close]
    /// @param output where the client reads; closed when all is copied
    /// @return the terminal
    /// @throws ErrnoException when the kernel refuses it
    static GuestTerminal open(@Nullable HostFd input, HostFd output) throws ErrnoException {
        return new GuestTerminal(PseudoTerminal.open(), input, output);
    }

    /// The guest's end.
    HostFd slave() {
        return pair.slave();
    }

    /// Starts to copy.
    ///
    /// @param name the name of the thread
    /// @param threads runs it on a platform thread of its own
    /// @param onHangUp called at most once when the client will type no more; must not block
    /// @throws ErrnoException when there is no descriptor left
    void copy(String name, Executor threads, Runnable onHangUp) throws ErrnoException {
        TerminalPump started = new TerminalPump(pair.master(), input, output, onHangUp);
        pump = started;
        threads.execute(() -> {
            Thread.currentThread().setName(name);
            started.run();
        });
    }

    /// Makes the guest's end its user's; a daemon that may not change users runs all as itself.
    void giveTo(long userId) throws ErrnoException {
        if (CurrentProcess.effectiveUserId() == 0) {
            pair.giveTo((int) userId);
        }
    }

    /// Changes the size; does nothing once the terminal is gone.
    synchronized void resize(WindowSize size) {
        if (!pair.master().isOpen()) {
            return;
        }
        try {
            pair.resize(size);
        } catch (ErrnoException failure) {
            throw new IllegalStateException("a terminal takes no size", failure);
        }
    }

    /// Closes the guest's end and waits for a moment until all is copied. The guest has ended.
    void drain() {
        isDraining = true;
        pair.slave().close();
        TerminalPump started = pump;
        if (started != null) {
            started.awaitEnd(EXIT_PATIENCE_NANOS);
        }
    }

    /// Ends the terminal; of a guest that has run, what it has shown is waited for. A second call
    /// does nothing.
    @Override
    public void close() {
        TerminalPump started = pump;
        if (started != null) {
            if (isDraining && !started.awaitEnd(DELETE_PATIENCE_NANOS)) {
                log.warn("the end of what a guest has shown on its terminal is lost: unread");
            }
            isDraining = false;
            started.close();
        }
        closeEnds();
    }

    private synchronized void closeEnds() {
        pair.close();
    }
}
