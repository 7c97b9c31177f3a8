package io.jwasm.it.program;

import io.jwasm.it.peer.FetchedParts;
import io.jwasm.it.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// wasmtime, whose WASI is what programs are compared with.
public final class Reference {
    private final Path wasmtime;
    private final Path script;

    private Reference(Path wasmtime, Path script) {
        this.wasmtime = wasmtime;
        this.script = script;
    }

    /// Fetches wasmtime if need be; skips the running test when it cannot be had.
    ///
    /// @param programs the folder of the programs' inputs
    /// @return the reference
    public static Reference require(Path programs) {
        return new Reference(
                FetchedParts.PROGRAMS.require("wasmtime"), programs.resolve("reference.py"));
    }

    /// Makes the command that runs a module once.
    ///
    /// @param module the module
    /// @param folders the host's folders by their places in the guest
    /// @param run what it is given to do
    /// @return the command
    public Command run(Path module, Map<String, Path> folders, Program.Run run) {
        List<String> line = new ArrayList<>(List.of("python3", script.toString()));
        line.add(module.toString());
        line.add(
                folders.entrySet().stream()
                        .map(entry -> entry.getValue() + ":" + entry.getKey())
                        .collect(Collectors.joining(",")));
        line.addAll(run.arguments());
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Command.of(line)
                .with(Map.of("PATH", path, "PYTHONPATH", wasmtime.toString()))
                .reading(run.input())
                .within(Duration.ofMinutes(10));
    }
}
