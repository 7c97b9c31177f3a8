package io.jwasm.benchmarks.suite;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The other runtimes that this machine has.
///
/// @param scripts the folder with what starts those that have no command of their own
record Peers(Path scripts) {

    /// Finds them on the PATH.
    List<Engine> find() throws InterruptedException {
        List<Engine> found = new ArrayList<>();
        onPath("node")
                .ifPresent(node ->
                        found.add(
                                Engine.of(
                                        versioned("Node", node, "--version"),
                                        node,
                                        "--no-warnings",
                                        scripts.resolve("wasi.mjs").toString())));
        wasmtime().ifPresent(found::add);
        onPath("wasmedge").ifPresent(wasmedge -> found.addAll(wasmEdge(wasmedge)));
        onPath("wazero")
                .ifPresent(wazero ->
                        found.add(
                                Engine.of(versioned("wazero", wazero, "version"), wazero, "run")));
        return found;
    }

    /// Its interpreter, and what its compiler made of the modules before.
    private static List<Engine> wasmEdge(String command) {
        String name = versioned("WasmEdge", command, "--version");
        Engine interpreter = Engine.of(name + " interpreter", command).interpreting();
        Engine compiled =
                new Engine(
                        name + " AOT", List.of(command), Map.of(), ".aot" + Engine.MODULE, false);
        return List.of(compiled, interpreter);
    }

    /// The command, or the Python package.
    private Optional<Engine> wasmtime() throws InterruptedException {
        Optional<String> command = onPath("wasmtime");
        if (command.isPresent()) {
            return Optional.of(
                    Engine.of(
                            versioned("wasmtime", command.get(), "--version"),
                            command.get(),
                            "run"));
        }
        Optional<String> python = onPath("python3");
        if (python.isEmpty()) {
            return Optional.empty();
        }
        String script = scripts.resolve("wasi.py").toString();
        Optional<String> version = firstLine(List.of(python.get(), script, "--version"));
        return version.map(text ->
                new Engine(
                        "wasmtime " + text,
                        List.of(python.get(), script),
                        Map.of(),
                        Engine.MODULE,
                        false));
    }

    private static String versioned(String name, String command, String option) {
        try {
            return firstLine(List.of(command, option))
                    .map(line -> line.replaceAll("^.*?([0-9]+(\\.[0-9]+)+).*$", "$1"))
                    .map(version -> name + " " + version)
                    .orElse(name);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return name;
        }
    }

    private static Optional<String> firstLine(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? text.lines().findFirst() : Optional.empty();
        } catch (IOException _) {
            return Optional.empty(); // not there, or not to be run: no peer
        }
    }

    private static Optional<String> onPath(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path file = Path.of(folder, name);
            if (!folder.isEmpty() && Files.isExecutable(file)) {
                return Optional.of(file.toString());
            }
        }
        return Optional.empty();
    }
}
