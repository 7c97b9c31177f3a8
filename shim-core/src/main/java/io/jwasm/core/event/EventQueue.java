package io.jwasm.core.event;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.api.error.ShimException;
import io.jwasm.api.event.TaskEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes events one after the other from a bounded queue. Thread-safe.
///
/// While containerd is away the event at the head is tried again and again, so that nothing
/// overtakes it. When the queue is full the oldest event goes: containerd asks for the state of its
/// tasks when it is back, and what happened last tells it most. An event that containerd refuses is
/// tried a few times and then dropped, or it would hold up all others.
public final class EventQueue implements EventPublisher, AutoCloseable {

    /// How many events wait at most; containerd's own shim has the same bound (`queueSize` of
    /// `pkg/shim/publisher.go`).
    public static final int CAPACITY = 2048;

    /// How often containerd may refuse an event (`maxRequeue` of `pkg/shim/publisher.go`).
    static final int MAX_REFUSALS = 5;

    private static final Logger log = LoggerFactory.getLogger(EventQueue.class);

    private final EventForwarder forwarder;
    private final InstantSource clock;
    private final Backoff backoff;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Deque<TimedEvent> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private boolean isClosing;

    @GuardedBy("lock")
    private long dropped;

    /// Creates the queue and its thread.
    ///
    /// @param forwarder delivers the events; closed with the queue
    /// @param clock stamps the events
    public EventQueue(EventForwarder forwarder, InstantSource clock) {
        this(forwarder, clock, new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2)));
    }

    EventQueue(EventForwarder forwarder, InstantSource clock, Backoff backoff) {
        this.forwarder = forwarder;
        this.clock = clock;
        this.backoff = backoff;
        this.thread = Thread.ofVirtual().name("events").start(this::run);
    }

    @Override
    public void publish(TaskEvent event) {
        TimedEvent timed = new TimedEvent(event, clock.instant());
        lock.lock();
        try {
            if (waiting.size() == CAPACITY) {
                waiting.removeFirst();
                dropped++;
            }
            waiting.addLast(timed);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until everything published so far is delivered or dropped.
    ///
    /// @param limit for how long at most
    /// @return false when the time was over first
    /// @throws InterruptedException when the waiting thread is interrupted
    public boolean drain(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!waiting.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the delivery; what still waits is lost.
    @Override
    public void close() {
        lock.lock();
        try {
            isClosing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // The thread ends by itself.
        }
        forwarder.close();
    }

    private void run() {
        try {
            for (TimedEvent event = head(); event != null; event = head()) {
                deliver(event);
                settle(event);
            }
        } catch (InterruptedException _) {
            // Only close() interrupts.
        }
    }

    /// The event to deliver next stays in the queue while it is tried, for drain() to see it.
    private @Nullable TimedEvent head() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !isClosing) {
                changed.await();
            }
            if (dropped > 0) {
                log.warn("{} events were dropped: containerd was away for too long", dropped);
                dropped = 0;
            }
            return isClosing ? null : waiting.getFirst();
        } finally {
            lock.unlock();
        }
    }

    private void settle(TimedEvent event) {
        lock.lock();
        try {
            // It may have been dropped for a newer one while it was tried.
            if (isHead(event)) {
                waiting.removeFirst();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void deliver(TimedEvent event) throws InterruptedException {
        int refusals = 0;
        for (int failures = 0; isFirst(event); failures++) {
            try {
                forwarder.forward(event);
                return;
            } catch (ShimException.Unavailable away) {
                logFirst(failures, event, away);
            } catch (RuntimeException refused) {
                if (++refusals >= MAX_REFUSALS) {
                    log.warn(
                            "event {} of container \"{}\" is given up",
                            event.event().topic(),
                            event.event().container(),
                            refused);
                    return;
                }
            }
            TimeUnit.NANOSECONDS.sleep(backoff.delay(failures).toNanos());
        }
    }

    @GuardedBy("lock")
    @SuppressWarnings("ReferenceEquality") // Two equal events are two events.
    private boolean isHead(TimedEvent event) {
        return waiting.peekFirst() == event;
    }

    private boolean isFirst(TimedEvent event) {
        lock.lock();
        try {
            return isHead(event);
        } finally {
            lock.unlock();
        }
    }

    private static void logFirst(int failures, TimedEvent event, Exception cause) {
        if (failures == 0) {
            log.warn(
                    "event {} of container \"{}\" waits: {}",
                    event.event().topic(),
                    event.event().container(),
                    cause.getMessage());
        }
    }
}
