package io.jwasm.core.container;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.ContainerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Which containers there are, whether more may come, and since when there have been none.
/// Thread-safe; its lock is held while a container's own is taken, never the other way round.
final class ContainerRegistry {

    /// What is missing at least while there are containers, however short the linger.
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<ContainerId, Container> byId = new HashMap<>();

    @GuardedBy("lock")
    private boolean isClosed;

    @GuardedBy("lock")
    private Instant idleSince;

    ContainerRegistry(InstantSource clock) {
        this.clock = clock;
        this.idleSince = clock.instant();
    }

    void enter(Container container) {
        lock.lock();
        try {
            if (isClosed) {
                throw new ShimException.Unavailable("the daemon is shutting down");
            }
            if (byId.putIfAbsent(container.id(), container) != null) {
                throw new ShimException.AlreadyExists(container.label("already exists"));
            }
        } finally {
            lock.unlock();
        }
    }

    void leave(ContainerId id) {
        lock.lock();
        try {
            byId.remove(id);
            idleSince = clock.instant();
        } finally {
            lock.unlock();
        }
    }

    Container find(ContainerId id) {
        lock.lock();
        try {
            Container container = byId.get(id);
            if (container == null) {
                throw new ShimException.NotFound(
                        "container \"%s\": no such container".formatted(id));
            }
            return container;
        } finally {
            lock.unlock();
        }
    }

    /// The task's process id.
    ///
    /// @return 0 when there is no such container
    int pid(ContainerId id) {
        lock.lock();
        try {
            Container container = byId.get(id);
            return container == null ? 0 : container.pid();
        } finally {
            lock.unlock();
        }
    }

    /// Refuses new containers from now on, provided that there is none and has been none for a
    /// while.
    ///
    /// @return how long is missing; zero or less when it is closed now
    Duration closeWhenIdle(Duration linger) {
        lock.lock();
        try {
            if (!byId.isEmpty()) {
                return linger.isPositive() ? linger : SHORTEST;
            }
            Duration missing = linger.minus(Duration.between(idleSince, clock.instant()));
            isClosed |= !missing.isPositive();
            return missing;
        } finally {
            lock.unlock();
        }
    }

    /// Takes containers again after [#closeWhenIdle].
    void reopen() {
        lock.lock();
        try {
            isClosed = false;
            idleSince = clock.instant();
        } finally {
            lock.unlock();
        }
    }

    /// Refuses new containers from now on.
    ///
    /// @return those that there are
    List<ContainerId> close() {
        lock.lock();
        try {
            isClosed = true;
            return List.copyOf(byId.keySet());
        } finally {
            lock.unlock();
        }
    }
}
