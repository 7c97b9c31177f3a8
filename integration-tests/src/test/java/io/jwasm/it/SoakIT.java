package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.it.peer.Release;
import io.jwasm.it.process.DaemonHealth;
import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.Outcome;
import io.jwasm.it.process.ProcessTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Containers of all kinds, one after the other in some lanes, for a long time: the daemon is the
/// same at the end. `scripts/soak` runs it; a usual run of the tests leaves it out.
@Timeout(4 * 3600)
class SoakIT {
    private static final long SECONDS = Long.getLong("jwasm.it.soakSeconds", 0);
    private static final int LANES = 2;
    private static final int LEAST_SAMPLES = 12;

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

    private final AtomicInteger containers = new AtomicInteger();

    @Test
    void theDaemonStaysAsItIs() throws Exception {
        assumeTrue(SECONDS > 0, "takes long; scripts/soak runs it");
        List<DaemonHealth> samples = new ArrayList<>();
        try (Stack stack = new Stack(Shim.JWASM, Release.V2_1);
                ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
            stack.probe("echo").run().orThrow();
            long daemon = daemon(stack);
            long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < LANES; i++) {
                all.add(lanes.submit(() -> runUntil(end, stack)));
            }
            IO.println("[soak] " + DaemonHealth.TITLE + "  containers");
            long interval = Math.min(60, Math.max(1, SECONDS / LEAST_SAMPLES));
            while (System.nanoTime() < end) {
                Thread.sleep(Duration.ofSeconds(interval));
                samples.add(DaemonHealth.of(daemon));
                IO.println("[soak] " + samples.getLast().row() + "  " + containers);
            }
            for (Future<?> lane : all) {
                lane.get();
            }
            assertThat(daemon(stack)).as("the daemon").isEqualTo(daemon);
        }
        assertThat(DaemonHealth.growth(samples)).isEmpty();
    }

    private static long daemon(Stack stack) {
        return ProcessTable.belongingTo(stack.containerd().home().toString()).stream()
                .filter(pid -> ProcessTable.commandLine(pid).contains("lib/jwasm/runtime/bin/java"))
                .findFirst()
                .orElseThrow();
    }

    private void runUntil(long end, Stack stack) {
        for (int i = 0; System.nanoTime() < end; i++) {
            if (i % (KINDS.size() + 1) == KINDS.size()) {
                pauseAndKill(stack);
            } else {
                run(stack, KINDS.get(i % (KINDS.size() + 1)));
            }
            containers.incrementAndGet();
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
