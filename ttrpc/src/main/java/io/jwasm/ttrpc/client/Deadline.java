package io.jwasm.ttrpc.client;

import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import java.util.concurrent.TimeUnit;

/// When a call has to be over. Immutable.
record Deadline(boolean isLimited, long atNanos) {

    static Deadline of(CallOptions options) {
        if (options.timeout() == null) {
            return new Deadline(false, 0);
        }
        // Half of the range, so that differences of times never overflow.
        long nanos = Math.min(TimeUnit.NANOSECONDS.convert(options.timeout()), Long.MAX_VALUE / 2);
        return new Deadline(true, System.nanoTime() + Math.max(nanos, 0));
    }

    /// Returns the time that is left, the longest time if there is no limit.
    long leftNanos() {
        return isLimited ? atNanos - System.nanoTime() : Long.MAX_VALUE;
    }

    /// Returns what a request says: 0 for no limit.
    long wireNanos(RpcMethod<?> method) {
        if (!isLimited) {
            return 0;
        }
        long left = leftNanos();
        if (left <= 0) {
            throw exceeded(method);
        }
        return left;
    }

    static TtrpcException exceeded(RpcMethod<?> method) {
        return new TtrpcException(TtrpcCode.DEADLINE_EXCEEDED, "time for " + method + " is over");
    }
}
