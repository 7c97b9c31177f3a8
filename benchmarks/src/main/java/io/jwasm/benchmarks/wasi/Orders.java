package io.jwasm.benchmarks.wasi;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/// Hands orders to a guest that waits for them in the host function `bench.next`.
///
/// Thread-safe for one that orders and one guest.
final class Orders {
    static final String MODULE = "bench";
    static final String NAME = "next";

    private static final long PATIENCE_SECONDS = 60;
    private static final Long READY = 0L;

    private final SynchronousQueue<Long> orders = new SynchronousQueue<>();
    private final SynchronousQueue<Long> answers = new SynchronousQueue<>();

    /// Waits until the guest asks for its first order.
    void awaitGuest() {
        take(answers);
    }

    /// Has a call made some times, and returns when all of them are done.
    void run(Call call, int count) {
        put(orders, (long) count << 32 | call.number());
        take(answers);
    }

    /// Lets the guest end.
    void stop() {
        put(orders, (long) Call.STOP.number());
    }

    /// The guest's side: what was ordered before is done, what is next?
    long next() {
        put(answers, READY);
        return take(orders);
    }

    private static long take(SynchronousQueue<Long> queue) {
        try {
            Long value = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (value == null) {
                throw new IllegalStateException("the other side did not come");
            }
            return value;
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void put(SynchronousQueue<Long> queue, Long value) {
        try {
            if (!queue.offer(value, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the other side did not come");
            }
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
