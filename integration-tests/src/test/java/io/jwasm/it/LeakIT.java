package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.census.Census;
import io.jwasm.it.process.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// Many containers, in a row and at once, leave nothing behind.
///
/// The system properties `jwasm.it.row` and `jwasm.it.parallel` say how many; the full check is
/// `-Djwasm.it.row=200 -Djwasm.it.parallel=50`.
@ParameterizedClass
@MethodSource("stacks")
@Timeout(1800)
class LeakIT {
    private static final int LANES = 4;
    private static final int MOST_ROUNDS = 3;
    private static final int ROW = Integer.getInteger("jwasm.it.row", 20);
    private static final int PARALLEL = Integer.getInteger("jwasm.it.parallel", 5);

    private final Stack stack;

    LeakIT(Stack stack) {
        this.stack = stack;
    }

    static Stream<Stack> stacks() {
        return Stack.forAll();
    }

    @Test
    void containersInARowLeaveNothing() throws Exception {
        leavesNothing("%d in a row".formatted(ROW), () -> row(ROW));
    }

    @Test
    void containersAtOnceLeaveNothing() throws Exception {
        leavesNothing("%d x %d at once".formatted(LANES, PARALLEL), () -> lanes(PARALLEL));
    }

    /// What the daemon keeps for good, it keeps when it first needs it, which on a busy machine may
    /// be while the load runs: what containers leave, the next ones leave again.
    private void leavesNothing(String what, Callable<List<Outcome>> load) throws Exception {
        lanes(1);
        List<String> left = List.of("not run");
        for (int round = 0; round < MOST_ROUNDS && !left.isEmpty(); round++) {
            left = leftOf(what, load);
        }
        assertThat(left).isEmpty();
    }

    private List<String> leftOf(String what, Callable<List<Outcome>> load) throws Exception {
        Census before = Census.settled(stack.containerd(), Census.none(), Duration.ofSeconds(2));
        long start = System.nanoTime();
        List<Outcome> outcomes = load.call();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Census after = Census.settled(stack.containerd(), before, Duration.ofSeconds(20));

        IO.println("[leaks] %s, %s, %d ms".formatted(stack, what, took.toMillis()));
        IO.println("[leaks]   before: " + before.counts());
        IO.println("[leaks]   after:  " + after.counts());
        assertThat(outcomes).allSatisfy(LeakIT::ranToTheEnd);
        return after.beyond(before);
    }

    private List<Outcome> row(int count) {
        return IntStream.range(0, count).mapToObj(_ -> stack.probe("echo", "hello").run()).toList();
    }

    private List<Outcome> lanes(int each) throws Exception {
        try (ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
            List<Callable<List<Outcome>>> rows =
                    IntStream.range(0, LANES)
                            .<Callable<List<Outcome>>>mapToObj(_ -> () -> row(each))
                            .toList();
            List<Future<List<Outcome>>> done = lanes.invokeAll(rows);
            return done.stream().flatMap(lane -> lane.resultNow().stream()).toList();
        }
    }

    private static void ranToTheEnd(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        assertThat(outcome.text()).isEqualTo("hello\n");
    }
}
