package io.jwasm.it.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.Distribution;
import io.jwasm.it.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Times the starts of one program: Create, Start until the guest's first instruction, and until
/// its first output; the module new, on disk, in memory; beside Node.
final class StartPart {
    /// In one daemon: its variance is small, and so is what a start takes.
    private static final int STARTS_FROM_MEMORY = 10;

    private final Scale scale;
    private final Path folder;
    private final Path root;
    private final List<String> arguments;
    private final Path file;
    private final Path cache;

    /// @param scale how often
    /// @param folder for files
    /// @param module the program; its first act will be to tell its clock
    /// @param arguments what follows the program's name
    StartPart(Scale scale, Path folder, byte[] module, List<String> arguments) throws IOException {
        this.scale = scale;
        this.folder = folder;
        this.root = Files.createDirectories(folder.resolve("root"));
        this.file = Files.write(root.resolve("main.wasm"), ModuleBytes.clockFirst(module));
        this.cache = folder.resolve("cache");
        this.arguments = new ArrayList<>(List.of("/main.wasm"));
        this.arguments.addAll(arguments);
    }

    /// What a row holds.
    private static final class Row {
        private final Durations create = new Durations();
        private final Durations first = new Durations();
        private final Durations output = new Durations();

        void add(Trial trial) {
            create.add(trial.createMillis());
            first.add(trial.firstMillis());
            output.add(trial.outputMillis());
        }

        void into(MarkdownTable table, String title) {
            table.row(title, create.toString(), first.toString(), output.toString());
        }
    }

    /// Measures and publishes.
    ///
    /// @param name the table's
    /// @param title what the program is
    /// @return the median from Start to the first instruction, from memory, in milliseconds
    double measure(String name, String title) throws IOException, InterruptedException {
        compile();
        Row uncached = new Row();
        Row first = new Row();
        Row disk = new Row();
        Row memory = new Row();
        for (int round = 0; round < scale.rounds(); round++) {
            try (ModuleDaemon daemon = ModuleDaemon.fresh()) {
                daemon.warm();
                uncached.add(trial(daemon));
            }
            try (ModuleDaemon daemon = ModuleDaemon.on(cache)) {
                daemon.warm();
                disk.add(trial(daemon));
                for (int i = 0; i < STARTS_FROM_MEMORY; i++) {
                    memory.add(trial(daemon));
                }
            }
            try (ModuleDaemon daemon = ModuleDaemon.on(cache)) {
                first.add(trial(daemon));
            }
        }
        MarkdownTable table =
                new MarkdownTable(
                        "ms", "Create", "Start to first instruction", "Start to first output");
        uncached.into(table, "uncached");
        first.into(table, "disk-cached, a new daemon's first container");
        disk.into(table, "disk-cached");
        memory.into(table, "memory-cached");
        addNode(table);
        table.publish(
                "start-" + name,
                String.format(
                        Locale.ROOT,
                        "%s, %,d bytes, %d rounds",
                        title,
                        Files.size(file),
                        scale.rounds()));
        return memory.first.median();
    }

    private Trial trial(ModuleDaemon daemon) throws IOException, InterruptedException {
        return Trial.inContainer(daemon, root, arguments);
    }

    /// Fills the cache on disk.
    private void compile() {
        Command.of(Distribution.require().resolve("bin/jwasm").toString(), "compile", "" + file)
                .with(Map.of("JWASM_CACHE", cache.toString(), "JWASM_STATE", folder + "/state"))
                .within(Duration.ofMinutes(4))
                .run()
                .orThrow();
        assertThat(cache).isNotEmptyDirectory();
    }

    /// Node knows no Create, and no cache in memory: each start is a process.
    private void addNode(MarkdownTable table) throws IOException, InterruptedException {
        if (Command.of("sh", "-c", "command -v node").run().exitCode() != 0) {
            table.row("node is not here", "", "", "");
            return;
        }
        Path runner =
                Path.of(System.getProperty("jwasm.it.project", ".."))
                        .resolve("benchmarks/wasi-runners/wasi.mjs");
        List<String> line =
                new ArrayList<>(
                        List.of("node", "--no-warnings", runner.toString(), file.toString()));
        line.addAll(arguments.subList(1, arguments.size()));
        Row node = new Row();
        for (int round = 0; round < scale.rounds(); round++) {
            node.add(Trial.inProcess(line));
        }
        String version = Command.of("node", "--version").run().orThrow().text().strip();
        table.row(
                "node %s, from its process's start".formatted(version),
                "",
                node.first.toString(),
                node.output.toString());
    }
}
