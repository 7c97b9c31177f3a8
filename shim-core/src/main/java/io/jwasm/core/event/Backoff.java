package io.jwasm.core.event;

import java.time.Duration;

/// How long to wait before the next try: doubling from the first delay up to the last. Immutable.
///
/// @param first before the first repetition
/// @param last never longer than this
record Backoff(Duration first, Duration last) {

    private static final int MAX_DOUBLINGS = 30;

    Duration delay(int failures) {
        Duration delay = first.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
        return delay.compareTo(last) < 0 ? delay : last;
    }
}
