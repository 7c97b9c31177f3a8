package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.it.peer.Release;
import io.jwasm.it.process.DaemonHealth;
import io.jwasm.it.process.Descriptors;
import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.Outcome;
import io.jwasm.it.process.ProcessTable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Containers of all kinds, one after the other in some lanes, for a long time: the daemon is the
/// same at the end. `scripts/soak` runs it; a usual run of the tests leaves it out.
@Timeout(4 * 3600)
class SoakIT {
    private static final long SECONDS = Long.getLong("jwasm.it.soakSeconds", 0);
    private static final int LANES = 2;
    private static final int LEAST_SAMPLES = 12;

    /// How many descriptors may be open after all that were not before.
    private static final int MORE_AT_REST = 8;

    /// What is run, and how it must end.
    ///
    /// @param options of `ctr run`
    /// @param arguments the probe's
    /// @param exit the exit status
    private record Kind(List<String> options, List<String> arguments, int exit) {}

    private static final List<Kind> KINDS =
            List.of(
                    new Kind(List.of(), List.of("echo", "hello"), 0),
                    new Kind(List.of(), List.of("exit", "42"), 42),
                    new Kind(List.of(), List.of("trap"), 134),
                    new Kind(List.of("--memory-limit", "16777216"), List.of("grow"), 137),
                    new Kind(List.of(), List.of("write", "/file", "text"), 0),
                    new Kind(List.of(), List.of("list", "/"), 0),
                    new Kind(List.of(), List.of("cat", "/missing"), 1),
                    new Kind(List.of(), List.of("flood", "1000000"), 0));

    /// The kinds, and those that are more than a run.
    private static final int ROUND = KINDS.size() + 3;

    private final AtomicInteger containers = new AtomicInteger();

    @Test
    void theDaemonStaysAsItIs() throws Exception {
        assumeTrue(SECONDS > 0, "takes long; scripts/soak runs it");
        List<DaemonHealth> samples;
        try (Stack stack = new Stack(Shim.JWASM, Release.V2_1);
                ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
            stack.probe("echo").run().orThrow();
            long daemon = daemon(stack);
            SocketGuests sockets = new SocketGuests(stack);
            for (int i = 0; i < 2 * ROUND; i++) {
                runOne(i % ROUND, stack, sockets);
            }
            Descriptors rest = Descriptors.of(daemon);
            long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < LANES; i++) {
                all.add(lanes.submit(() -> runUntil(end, stack, sockets)));
            }
            samples = watch(daemon, end);
            for (Future<?> lane : all) {
                lane.get();
            }
            assertThat(daemon(stack)).as("the daemon").isEqualTo(daemon);
            requireClosed(daemon, rest, samples);
        }
        assertThat(DaemonHealth.growth(samples)).isEmpty();
    }

    private List<DaemonHealth> watch(long daemon, long end) throws InterruptedException {
        List<DaemonHealth> samples = new ArrayList<>();
        IO.println("[soak] " + DaemonHealth.TITLE + "  containers");
        long interval = Math.min(60, Math.max(1, SECONDS / LEAST_SAMPLES));
        while (System.nanoTime() < end) {
            Thread.sleep(Duration.ofSeconds(interval));
            samples.add(DaemonHealth.of(daemon));
            IO.println("[soak] " + samples.getLast().row() + "  " + containers);
        }
        return samples;
    }

    /// Whatever guests had open while samples were taken, it is closed when they have ended.
    private static void requireClosed(long daemon, Descriptors rest, List<DaemonHealth> samples) {
        Descriptors most =
                samples.stream()
                        .map(DaemonHealth::descriptors)
                        .max(Comparator.comparingInt(Descriptors::count))
                        .orElseThrow();
        IO.println("[soak] fds: %d at rest before".formatted(rest.count()));
        IO.println("[soak] fds: %d at most, with %s".formatted(most.count(), most.since(rest)));
        Eventually.require(
                Duration.ofSeconds(30),
                () -> Descriptors.of(daemon).count() <= rest.count() + MORE_AT_REST,
                () -> "left open: " + Descriptors.of(daemon).since(rest));
        Descriptors after = Descriptors.of(daemon);
        IO.println(
                "[soak] fds: %d at rest after, with %s"
                        .formatted(after.count(), after.since(rest)));
    }

    private static long daemon(Stack stack) {
        return ProcessTable.belongingTo(stack.containerd().home().toString()).stream()
                .filter(pid -> ProcessTable.commandLine(pid).contains("lib/jwasm/runtime/bin/java"))
                .findFirst()
                .orElseThrow();
    }

    private @Nullable Void runUntil(long end, Stack stack, SocketGuests sockets)
            throws IOException {
        for (int i = 0; System.nanoTime() < end; i++) {
            runOne(i % ROUND, stack, sockets);
            containers.incrementAndGet();
        }
        return null;
    }

    private static void runOne(int number, Stack stack, SocketGuests sockets) throws IOException {
        switch (number - KINDS.size()) {
            case 0 -> pauseAndKill(stack);
            case 1 -> sockets.killAServer();
            case 2 -> sockets.callOut();
            default -> run(stack, KINDS.get(number));
        }
    }

    private static void run(Stack stack, Kind kind) {
        List<String> options = new ArrayList<>(List.of("--rm"));
        options.addAll(kind.options());
        Outcome outcome =
                stack.probe(options, Stack.newId(), kind.arguments().toArray(String[]::new)).run();
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(kind.exit());
    }

    private static void pauseAndKill(Stack stack) {
        String id = stack.detached("spin");
        stack.ctr("tasks", "pause", id).orThrow();
        stack.ctr("tasks", "metrics", id).orThrow();
        stack.ctr("tasks", "resume", id).orThrow();
        stack.ctr("tasks", "kill", "--signal", "SIGKILL", id).orThrow();
        Eventually.require(
                Duration.ofSeconds(30),
                () -> stack.task(id).orElseThrow().status().equals("STOPPED"),
                () -> stack.task(id).toString());
        stack.ctr("tasks", "delete", id).orThrow();
        stack.ctr("containers", "delete", id).orThrow();
    }
}
