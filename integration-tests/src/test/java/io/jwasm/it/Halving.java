package io.jwasm.it;

import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.GuestThread;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How soon a changed limit is kept, measured from before it is asked for.
final class Halving {
    /// How far above its quota a guest's share of a second may lie.
    private static final double TOLERANCE = 1.06;

    private static final long STEP_NANOS = 50_000_000;
    private static final long SECOND_NANOS = 1_000_000_000;

    /// How long a change may take to have an effect after it was answered.
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /// A share that shows that the quota is still the old one.
    private static final double CLEARLY = 1.5;

    /// How many seconds a guest is given to get what it may have, on a machine that is full.
    private static final int PATIENCE = 20;

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

    /// The processor time that a thread had used at a moment.
    private record Sample(long nanos, long used) {

        static Sample of(GuestThread thread) {
            return new Sample(System.nanoTime(), thread.usedNanos());
        }

        /// The share of a processor from then to now.
        double shareUntil(Sample later) {
            return (double) (later.used - used) / (later.nanos - nanos);
        }
    }

    /// Measures the share of a second before, and of the seconds from the request on, until there
    /// is one in which the quota is kept.
    static Quota quota(GuestThread thread, double wanted, Request request) throws Exception {
        double before = shareAbove(wanted * CLEARLY, thread);
        Deque<Sample> lastSecond = new ArrayDeque<>(List.of(Sample.of(thread)));
        long sent = lastSecond.getFirst().nanos();
        request.send();
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(STEP_NANOS);
            Sample now = Sample.of(thread);
            while (!lastSecond.isEmpty()
                    && now.nanos() - lastSecond.getFirst().nanos() >= SECOND_NANOS) {
                Sample start = lastSecond.removeFirst();
                double share = start.shareUntil(now);
                if (share <= wanted * TOLERANCE) {
                    return new Quota(before, share, (start.nanos() - sent) / 1e6);
                }
            }
            lastSecond.addLast(now);
        }
        throw new AssertionError("%.2f is not kept".formatted(wanted));
    }

    /// Waits until the guest gets what it may have; on a machine that stays full, what it gets may
    /// be less than the quota to come, which is kept then, whatever is done.
    private static double shareAbove(double share, GuestThread thread) {
        double got = 0;
        for (int i = 0; i < PATIENCE && got < share; i++) {
            got = shareOfASecond(thread);
        }
        if (got < share) {
            IO.println("[update] the machine is too busy: the guest gets " + got);
        }
        return got;
    }

    private static double shareOfASecond(GuestThread thread) {
        Sample start = Sample.of(thread);
        LockSupport.parkNanos(SECOND_NANOS);
        return start.shareUntil(Sample.of(thread));
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
                LONGEST,
                () -> last(output).equals(REFUSED),
                () -> "still granted: " + last(output));
        return (System.nanoTime() - began) / 1e6;
    }

    private static String last(Path output) {
        List<String> lines = said(output);
        return lines.isEmpty() ? "" : lines.getLast();
    }
}
