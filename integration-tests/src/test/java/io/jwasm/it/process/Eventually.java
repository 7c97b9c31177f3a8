package io.jwasm.it.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what another process does and cannot announce: the one polling loop of the tests.
public final class Eventually {
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private Eventually() {}

    /// Waits until a condition holds.
    ///
    /// @param limit how long to wait at most
    /// @param condition what to wait for
    /// @return whether it held in time
    public static boolean holds(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
        return true;
    }

    /// Waits until a condition holds, and fails when it does not.
    ///
    /// @param limit how long to wait at most
    /// @param condition what to wait for
    /// @param message says what is missing
    /// @throws AssertionError when the condition does not hold in time
    public static void require(
            Duration limit, BooleanSupplier condition, Supplier<String> message) {
        if (!holds(limit, condition)) {
            throw new AssertionError("after " + limit + ": " + message.get());
        }
    }
}
