package io.jwasm.core.bootstrap;

import io.jwasm.core.state.DaemonFile;
import io.jwasm.core.state.DaemonLock;
import io.jwasm.core.state.StateDirectory;
import io.jwasm.linux.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/// What makes a process the daemon of a state directory: the lock, the socket and the file that
/// tells the launcher of it. Taking it is all that containerd waits for at the start, so nothing
/// here loads more than `java.nio`.
///
/// @param state the directory
/// @param lock held for the daemon's life
/// @param sockets where it listens
/// @param self its own process
/// @param file tells the launcher
/// @param isLast whether the directory goes with it: no other daemon is expected
record Claim(
        StateDirectory state,
        DaemonLock lock,
        Sockets sockets,
        ProcessIdentity self,
        DaemonFile file,
        boolean isLast)
        implements AutoCloseable {

    /// How long a daemon that has withdrawn its file may take to end, and one that has the lock to
    /// write it.
    private static final int PATIENCE_MILLIS = 20_000;

    private static final int LOOK_MILLIS = 5;

    /// Becomes the daemon.
    ///
    /// @param arguments what the launcher tells
    /// @return the claim; empty when another daemon serves the directory
    /// @throws IOException when the directory or the socket cannot be made
    /// @throws InterruptedException when the waiting for another daemon's end is given up
    static Optional<Claim> take(DaemonArguments arguments)
            throws IOException, InterruptedException {
        StateDirectory state = StateDirectory.prepare(arguments.state());
        Optional<DaemonLock> lock = lock(state);
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        Sockets sockets = Sockets.bind(arguments);
        ProcessIdentity self = DaemonFile.self();
        DaemonFile file = new DaemonFile(state, sockets.ttrpc().address(), self, sockets.answer());
        file.write();
        return Optional.of(
                new Claim(
                        state,
                        lock.get(),
                        sockets,
                        self,
                        file,
                        arguments.scope().group().isPresent()));
    }

    /// Where `jwasm` and the launcher find it.
    ListeningSocket socket() {
        return sockets.ttrpc();
    }

    /// A daemon that holds the lock and shows no file is about to go, or about to come.
    private static Optional<DaemonLock> lock(StateDirectory state)
            throws IOException, InterruptedException {
        Optional<DaemonLock> lock = DaemonLock.tryAcquire(state);
        int waited = 0;
        while (lock.isEmpty() && waited < PATIENCE_MILLIS && !Files.exists(state.daemonFile())) {
            Thread.sleep(LOOK_MILLIS);
            waited += LOOK_MILLIS;
            lock = DaemonLock.tryAcquire(state);
        }
        return lock;
    }

    /// Withdraws: file, socket, lock, in this order, so that the next daemon meets none of them.
    @Override
    public void close() throws IOException {
        try (lock;
                sockets) {
            file.remove();
            if (isLast) {
                state.removeUnlessClaimed();
            }
        }
    }
}
