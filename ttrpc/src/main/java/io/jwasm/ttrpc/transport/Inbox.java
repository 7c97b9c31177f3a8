package io.jwasm.ttrpc.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.wire.Payload;
import java.util.ArrayDeque;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Messages of one stream that have come and are not yet received. Thread-safe.
///
/// ttrpc has no flow control for a stream. When the receiver is behind, the whole connection stops
/// reading, and when it is still behind after [#PATIENCE_NANOS], its stream fails and the
/// connection goes on.
public final class Inbox {

    /// Messages from which on the connection stops reading.
    public static final int FULL_MESSAGES = 256;

    /// Bytes from which on the connection stops reading.
    public static final int FULL_BYTES = 4 << 20;

    /// How long one stream may hold up its connection; the Go implementation also waits a second.
    public static final long PATIENCE_NANOS = 1_000_000_000L;

    private final Connection connection;
    private final Timer timer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final ArrayDeque<Payload> messages = new ArrayDeque<>(4);

    @GuardedBy("lock")
    private long bytes;

    @GuardedBy("lock")
    private boolean hasEnded;

    @GuardedBy("lock")
    private @Nullable TtrpcException failure;

    @GuardedBy("lock")
    private @Nullable Future<?> patience;

    /// Makes an empty inbox.
    ///
    /// @param connection is held up when the inbox is full
    /// @param timer limits that
    public Inbox(Connection connection, Timer timer) {
        this.connection = connection;
        this.timer = timer;
    }

    /// Adds a message; dropped if the stream has ended.
    ///
    /// @param message the message
    public void add(Payload message) {
        lock.lock();
        try {
            if (hasEnded) {
                return;
            }
            messages.add(message);
            bytes += message.length();
            changed.signal();
            if (patience == null && isFull()) {
                connection.stall();
                patience = timer.schedule(new OutOfPatience(this), PATIENCE_NANOS);
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean isFull() {
        return messages.size() >= FULL_MESSAGES || bytes >= FULL_BYTES;
    }

    private record OutOfPatience(Inbox inbox) implements Runnable {
        @Override
        public void run() {
            inbox.fail(
                    new TtrpcException(
                            TtrpcCode.RESOURCE_EXHAUSTED,
                            "stream is full: its receiver was too slow"));
        }
    }

    /// Notes that the peer has ended its stream, after the messages so far.
    public void end() {
        end(null, false);
    }

    /// Notes that the stream failed, after the messages so far.
    ///
    /// @param cause what the receiver gets
    public void endWith(TtrpcException cause) {
        end(cause, false);
    }

    /// Notes that the stream failed; messages so far are lost.
    ///
    /// @param cause what the receiver gets
    public void fail(TtrpcException cause) {
        end(cause, true);
    }

    private void end(@Nullable TtrpcException cause, boolean isLossy) {
        lock.lock();
        try {
            if (isLossy) {
                messages.clear();
                bytes = 0;
                stopHoldingUp();
            }
            if (!hasEnded || isLossy) {
                hasEnded = true;
                failure = cause;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the next message.
    ///
    /// @param nanos how long to wait at most
    /// @return the message, null if the peer has ended its stream
    /// @throws InterruptedException if this thread is interrupted
    /// @throws TtrpcException if the stream failed, or DEADLINE_EXCEEDED if the time is over
    public @Nullable Payload take(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (messages.isEmpty() && !hasEnded) {
                if (left <= 0) {
                    throw new TtrpcException(TtrpcCode.DEADLINE_EXCEEDED, "no message in time");
                }
                left = changed.awaitNanos(left);
            }
            return next();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private @Nullable Payload next() {
        Payload message = messages.poll();
        if (message == null) {
            if (failure != null) {
                throw new TtrpcException(failure.status(), failure);
            }
            return null;
        }
        bytes -= message.length();
        if (messages.size() <= FULL_MESSAGES / 2 && bytes <= FULL_BYTES / 2) {
            stopHoldingUp();
        }
        return message;
    }

    @GuardedBy("lock")
    private void stopHoldingUp() {
        if (patience != null) {
            patience.cancel(false);
            patience = null;
            connection.unstall();
        }
    }
}
