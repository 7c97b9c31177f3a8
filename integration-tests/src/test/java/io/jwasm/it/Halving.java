package io.jwasm.it;

import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.GuestThread;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How soon a changed limit is kept, measured from before it is asked for.
final class Halving {
    /// How far above its quota a guest's share of a second may lie.
    private static final double TOLERANCE = 1.06;

    private static final long STEP_NANOS = 50_000_000;
    private static final int STEPS_OF_A_SECOND = 20;
    private static final int STEPS = 3 * STEPS_OF_A_SECOND;

    /// A share that shows that the quota is still the old one.
    private static final double CLEARLY = 1.5;

    private static final int PATIENCE = 60; // seconds

    /// The climber's rests of 2 ms are two ticks of 10 ms on some kernels.
    private static final Duration PATIENCE_TO_GROW = Duration.ofMinutes(2);

    private static final String REFUSED = "refused";

    /// A line of the guest, also as CRI and Docker log it: after a time, the stream and a tag, and
    /// as JSON.
    private static final Pattern WORD =
            Pattern.compile("^(?:\\S+ \\w+ F |\\{\"log\":\")?(\\d+|" + REFUSED + ")");

    private Halving() {}

    /// Asks for something, in any way.
    @FunctionalInterface
    interface Request {
        void send() throws Exception;
    }

    /// What a changed quota did.
    ///
    /// @param before the share of a second before the change
    /// @param after the share of the first second from which on the quota is kept
    /// @param effectMillis when that second began
    record Quota(double before, double after, double effectMillis) {}

    /// Measures the shares of a second before, and of every second that begins in the two after.
    static Quota quota(GuestThread thread, double wanted, Request request) throws Exception {
        double before = shareAbove(wanted * CLEARLY, thread);
        long[] times = new long[STEPS + 1];
        long[] used = new long[STEPS + 1];
        times[0] = System.nanoTime();
        used[0] = thread.usedNanos();
        request.send();
        for (int i = 1; i <= STEPS; i++) {
            LockSupport.parkNanos(times[0] + i * STEP_NANOS - System.nanoTime());
            times[i] = System.nanoTime();
            used[i] = thread.usedNanos();
        }
        for (int i = 0; i + STEPS_OF_A_SECOND <= STEPS; i++) {
            int end = i + STEPS_OF_A_SECOND;
            double share = (double) (used[end] - used[i]) / (times[end] - times[i]);
            if (share <= wanted * TOLERANCE) {
                return new Quota(before, share, (times[i] - times[0]) / 1e6);
            }
        }
        throw new AssertionError("%.2f is not kept".formatted(wanted));
    }

    /// Waits, on a machine that is full, until the guest gets what it may have.
    private static double shareAbove(double share, GuestThread thread) {
        double got = 0;
        for (int i = 0; i < PATIENCE && got < share; i++) {
            got = shareOfASecond(thread);
        }
        if (got < share) {
            throw new AssertionError("the machine is too busy: the guest gets " + got);
        }
        return got;
    }

    private static double shareOfASecond(GuestThread thread) {
        long began = System.nanoTime();
        long used = thread.usedNanos();
        LockSupport.parkNanos(STEPS_OF_A_SECOND * STEP_NANOS);
        return (double) (thread.usedNanos() - used) / (System.nanoTime() - began);
    }

    /// Waits until a climbing guest holds so much.
    static void awaitSize(Path output, long bytes) {
        Eventually.require(
                PATIENCE_TO_GROW, () -> size(output) >= bytes, () -> "only " + size(output));
    }

    private static long size(Path output) {
        return said(output).stream()
                .filter(word -> !word.equals(REFUSED))
                .mapToLong(Long::parseLong)
                .reduce(0, (_, last) -> last);
    }

    private static List<String> said(Path output) {
        return Lines.of(output).stream()
                .map(WORD::matcher)
                .filter(Matcher::find)
                .map(word -> word.group(1))
                .toList();
    }

    /// Measures how long it takes until a climbing guest is refused.
    ///
    /// @return milliseconds
    static double refusal(Path output, Request request) throws Exception {
        if (said(output).contains(REFUSED)) {
            throw new AssertionError("refused before it was asked for");
        }
        long began = System.nanoTime();
        request.send();
        Eventually.require(
                Duration.ofSeconds(5),
                () -> last(output).equals(REFUSED),
                () -> "still granted: " + last(output));
        return (System.nanoTime() - began) / 1e6;
    }

    private static String last(Path output) {
        List<String> lines = said(output);
        return lines.isEmpty() ? "" : lines.getLast();
    }
}
