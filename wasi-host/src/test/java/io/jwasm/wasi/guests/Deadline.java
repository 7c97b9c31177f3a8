package io.jwasm.wasi.guests;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what has no event.
final class Deadline {

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private Deadline() {}

    static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > LIMIT_NANOS) {
                throw new AssertionError("did not happen in 60 s");
            }
            LockSupport.parkNanos(INTERVAL_NANOS);
        }
    }
}
