package io.jwasm.ttrpc.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What a server has open: its listening sockets and its connections, and whether it takes more.
/// Thread-safe.
final class OpenConnections {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition lastConnectionClosed = lock.newCondition();

    @GuardedBy("lock")
    private final Set<ServerConnection> connections = new HashSet<>();

    @GuardedBy("lock")
    private final List<Acceptor> acceptors = new ArrayList<>(1);

    @GuardedBy("lock")
    private boolean isClosing;

    /// Adds a listening socket.
    ///
    /// @throws IllegalStateException if the server is closing
    void add(Acceptor acceptor) {
        lock.lock();
        try {
            requireOpen();
            acceptors.add(acceptor);
        } finally {
            lock.unlock();
        }
    }

    /// Adds a connection.
    ///
    /// @throws IllegalStateException if the server is closing
    void add(ServerConnection connection) {
        lock.lock();
        try {
            requireOpen();
            connections.add(connection);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void requireOpen() {
        if (isClosing) {
            throw new IllegalStateException("server is closing");
        }
    }

    void remove(ServerConnection connection) {
        lock.lock();
        try {
            connections.remove(connection);
            if (connections.isEmpty()) {
                lastConnectionClosed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Closes the listening sockets, and takes no more of either.
    void stopAccepting() {
        lock.lock();
        try {
            isClosing = true;
            for (Acceptor acceptor : acceptors) {
                acceptor.close();
            }
            acceptors.clear();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until no connection is left, or the patience is over.
    void awaitNone(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.NANOSECONDS.convert(patience);
            while (!connections.isEmpty() && left > 0) {
                left = lastConnectionClosed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The connections that there are now.
    List<ServerConnection> all() {
        lock.lock();
        try {
            return new ArrayList<>(connections);
        } finally {
            lock.unlock();
        }
    }
}
