package io.jwasm.it.modules;

import io.jwasm.it.Guests;
import io.jwasm.it.process.DaemonHealth;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What one more container costs that does nothing: the daemon's memory, and the anchor's.
final class DensityPart {
    private final Scale scale;

    DensityPart(Scale scale) {
        this.scale = scale;
    }

    /// Memory, in KiB.
    ///
    /// @param rss resident
    /// @param pss resident, what is shared divided by those who share it
    private record Memory(long rss, long pss) {

        static Memory of(long pid) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
                List<String> all = lines.toList();
                return new Memory(find(all, "Rss:"), find(all, "Pss:"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static Memory of(List<ModuleDaemon.Container> containers) {
            Memory all = new Memory(0, 0);
            for (ModuleDaemon.Container container : containers) {
                Memory one = of(container.pid());
                all = new Memory(all.rss() + one.rss(), all.pss() + one.pss());
            }
            return all;
        }

        private static long find(List<String> lines, String key) {
            String line = lines.stream().filter(l -> l.startsWith(key)).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
    }

    /// What idle containers cost, in KiB.
    ///
    /// @param more what each of the last ones added to the daemon and its anchor
    /// @param anchors all anchors in the end
    record Cost(double more, long anchors) {}

    /// Starts more and more containers, which say a line and sleep.
    Cost measure() throws IOException, InterruptedException {
        MarkdownTable table =
                new MarkdownTable(
                        "idle containers",
                        "daemon RSS",
                        "daemon PSS",
                        "anchors RSS",
                        "anchors PSS",
                        "heap",
                        "threads",
                        "PSS for each more");
        try (ModuleDaemon daemon = ModuleDaemon.fresh()) {
            daemon.warm();
            Path root = daemon.put("idle", Guests.bytes("greeting.wasm"));
            List<ModuleDaemon.Container> containers = new ArrayList<>();
            Point last = Point.of(daemon, containers);
            last.into(table, "");
            double marginal = 0;
            for (int count : steps()) {
                while (containers.size() < count) {
                    containers.add(idle(daemon, root));
                }
                Point point = Point.of(daemon, containers);
                marginal = point.marginal(last);
                point.into(table, Durations.format(marginal));
                last = point;
            }
            table.publish("density", "KiB, after a full collection");
            for (ModuleDaemon.Container container : containers) {
                daemon.client().kill(container.id());
            }
            return new Cost(marginal, last.anchors().pss());
        }
    }

    private List<Integer> steps() {
        return Stream.of(1, 100, 1000, scale.idle())
                .filter(count -> count <= scale.idle())
                .distinct()
                .sorted()
                .toList();
    }

    /// What there is with a number of containers.
    private record Point(int containers, Memory daemon, Memory anchors, DaemonHealth health) {

        static Point of(ModuleDaemon daemon, List<ModuleDaemon.Container> containers) {
            long pid = daemon.client().pid();
            DaemonHealth health = DaemonHealth.of(pid);
            return new Point(containers.size(), Memory.of(pid), Memory.of(containers), health);
        }

        double marginal(Point before) {
            long now = daemon.pss() + anchors.pss();
            long then = before.daemon.pss() + before.anchors.pss();
            return (double) (now - then) / (containers - before.containers);
        }

        void into(MarkdownTable table, String marginal) {
            table.row(
                    Integer.toString(containers),
                    grouped(daemon.rss()),
                    grouped(daemon.pss()),
                    grouped(anchors.rss()),
                    grouped(anchors.pss()),
                    grouped(health.heap()),
                    grouped(health.threads()),
                    marginal);
        }

        private static String grouped(long value) {
            return String.format(Locale.ROOT, "%,d", value);
        }
    }

    private static ModuleDaemon.Container idle(ModuleDaemon daemon, Path root)
            throws IOException, InterruptedException {
        Path fifo = daemon.fifo("idle-stdout");
        try (RandomAccessFile output = new RandomAccessFile(fifo.toFile(), "rw")) {
            ModuleDaemon.Container container =
                    daemon.create(root, fifo.toString(), "/main.wasm", "stay");
            daemon.client().start(container.id());
            String _ = output.readLine();
            return container;
        }
    }
}
