package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Guests that take all they can get beside guests that do their work, in one daemon.
@Timeout(600)
class GreedIT {
    private static final int OF_EACH = 10;
    private static final int WELL_BEHAVED = 50;
    private static final String SUM = "1525334592\n"; // what greed.c prints as a Linux program
    private static final String LIMITS = "{\"resources\":{\"memory\":{\"limit\":33554432}}}";

    /// How greed ends.
    ///
    /// @param verb what it takes
    /// @param exit the exit status
    private record Greed(String verb, int exit) {}

    private static final List<Greed> KINDS =
            List.of(
                    new Greed("memory", 137),
                    new Greed("stack", 134),
                    new Greed("files", 3),
                    new Greed("vectors", 4));

    @Test
    void theOthersFinishWithTheRightOutput() throws Exception {
        // The daemon is closed first: its guests end, and with them what waits for them.
        try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor();
                TaskClient daemon = new TaskClient()) {
            wellBehaved(daemon, lanes, "warm");
            double alone = wellBehaved(daemon, lanes, "alone");

            List<List<Future<Integer>>> greedy = new ArrayList<>();
            for (Greed kind : KINDS) {
                List<Future<Integer>> some = new ArrayList<>();
                for (int i = 0; i < OF_EACH; i++) {
                    String id = kind.verb() + i;
                    some.add(lanes.submit(() -> run(daemon, id, kind.verb())));
                }
                greedy.add(some);
            }
            double beside = wellBehaved(daemon, lanes, "beside");

            for (int i = 0; i < KINDS.size(); i++) {
                for (Future<Integer> exit : greedy.get(i)) {
                    assertThat(exit.get()).as(KINDS.get(i).verb()).isEqualTo(KINDS.get(i).exit());
                }
                IO.println(
                        "[greed] %d guests of \"%s\" ended with %d"
                                .formatted(OF_EACH, KINDS.get(i).verb(), KINDS.get(i).exit()));
            }
            IO.println(
                    String.format(
                            Locale.ROOT,
                            "[greed] %d others: %.0f ms beside them, %.0f ms alone: %.2f",
                            WELL_BEHAVED,
                            beside,
                            alone,
                            beside / alone));
        }
    }

    /// Runs the guests that do their work, all at once.
    ///
    /// @return how long it took until the last had ended, in ms
    private static double wellBehaved(TaskClient daemon, ExecutorService lanes, String prefix)
            throws Exception {
        long start = System.nanoTime();
        List<Future<Integer>> exits = new ArrayList<>();
        for (int i = 0; i < WELL_BEHAVED; i++) {
            String id = prefix + i;
            exits.add(lanes.submit(() -> run(daemon, id, "nothing")));
        }
        for (Future<Integer> exit : exits) {
            assertThat(exit.get()).isZero();
        }
        double millis = (System.nanoTime() - start) / 1e6;
        for (int i = 0; i < WELL_BEHAVED; i++) {
            assertThat(output(daemon, prefix + i)).hasContent(SUM.strip());
        }
        return millis;
    }

    private static int run(TaskClient daemon, String id, String verb) throws Exception {
        Path output = Files.createFile(output(daemon, id));
        daemon.create(
                id,
                daemon.bundleOf(id, "greed.wasm", "\"" + verb + "\"", LIMITS),
                "",
                "file://" + output);
        daemon.start(id);
        int exit = daemon.await(id);
        daemon.delete(id);
        return exit;
    }

    private static Path output(TaskClient daemon, String id) {
        return daemon.home().resolve(id + ".out");
    }
}
