package io.jwasm.it.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.process.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What containers of one module share: the later ones find it compiled, by us and by the JVM.
final class SharedPart {
    static final int AT_ONCE = 20;

    private static final Path KERNELS =
            Path.of(System.getProperty("jwasm.it.project", "..")).resolve("benchmarks/kernels");

    /// Kernels, with sizes that take about 100 ms once they are as fast as they get.
    private static final Map<String, Integer> TASKS =
            new TreeMap<>(Map.of("coremark", 800, "json", 10_000, "sha256", 10_000));

    private final Scale scale;

    SharedPart(Scale scale) {
        this.scale = scale;
    }

    private static byte[] kernel(String name) throws IOException {
        return Files.readAllBytes(KERNELS.resolve(name + ".wasm"));
    }

    /// Runs one task in many containers, one after another, in a daemon to which it is new.
    void measureNext() throws IOException, InterruptedException {
        int last = scale.containers();
        MarkdownTable table =
                new MarkdownTable("ms", "first", "second", "third", "tenth", "hundredth");
        for (Map.Entry<String, Integer> task : TASKS.entrySet()) {
            String size = task.getValue().toString();
            byte[] module = kernel(task.getKey());
            try (ModuleDaemon daemon = ModuleDaemon.fresh()) {
                daemon.warm();
                Path root = daemon.put("task", module);
                List<Double> millis = new ArrayList<>();
                for (int i = 0; i < last; i++) {
                    millis.add(daemon.run(root, "", "/main.wasm", size));
                }
                table.row(
                        "`%s %s`".formatted(task.getKey(), size),
                        at(millis, 1),
                        at(millis, 2),
                        at(millis, 3),
                        at(millis, 10),
                        at(millis, 100));
            }
        }
        table.publish("shared", "One module's containers, from Start to the exit");
    }

    private static String at(List<Double> millis, int number) {
        return number > millis.size() ? "" : Durations.format(millis.get(number - 1));
    }

    /// Runs one container of a module, and twenty at once of another, both new to the daemon.
    ///
    /// @return how often the module of the twenty was compiled
    long measureAtOnce() throws Exception {
        MarkdownTable table =
                new MarkdownTable(
                        "containers at once",
                        "ms until all have ended",
                        "compiled by then or later");
        byte[] one = ModuleBytes.variant(kernel("coremark"), 1, 0);
        byte[] many = ModuleBytes.variant(kernel("coremark"), 2, 0);
        try (ModuleDaemon daemon = ModuleDaemon.fresh()) {
            daemon.warm();
            String alone = Durations.format(together(daemon, one, 1));
            table.row("1, its module new", alone, times(daemon, one));
            String all = Durations.format(together(daemon, many, AT_ONCE));
            table.row(AT_ONCE + ", their module new", all, times(daemon, many));
            String again = Durations.format(together(daemon, many, AT_ONCE));
            table.row(AT_ONCE + ", once more", again, times(daemon, many));
            table.publish("at-once", "`coremark 20` in containers of a new module at once");
            return daemon.compilations(many);
        }
    }

    private static String times(ModuleDaemon daemon, byte[] module) {
        Eventually.require(
                Duration.ofSeconds(60),
                () -> daemon.compilations(module) > 0,
                () -> daemon.client().log().toString());
        return daemon.compilations(module) + " ×";
    }

    private static double together(ModuleDaemon daemon, byte[] module, int count) throws Exception {
        Path root = daemon.put("together", module);
        CyclicBarrier ready = new CyclicBarrier(count + 1);
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<Double>> runs = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                runs.add(
                        threads.submit(() -> {
                            ready.await();
                            return daemon.run(root, "", "/main.wasm", "20");
                        }));
            }
            ready.await();
            long before = System.nanoTime();
            for (Future<Double> run : runs) {
                assertThat(run.get()).isPositive();
            }
            return (System.nanoTime() - before) / 1e6;
        }
    }
}
