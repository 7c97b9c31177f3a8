package io.jwasm.benchmarks.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Something that runs programs: this machine itself, jwasm, or a peer.
///
/// @param name its name in tables
/// @param command the words before the program's path
/// @param environment variables to set
/// @param extension what the program's file name ends with
/// @param isInterpreter whether it runs everything a hundred times slower
record Engine(
        String name,
        List<String> command,
        Map<String, String> environment,
        String extension,
        boolean isInterpreter) {

    /// The extension of modules.
    static final String MODULE = ".wasm";

    /// The name of the one that all others are compared with.
    static final String NATIVE = "native";

    /// Copies the collections.
    Engine {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /// The processor itself.
    static Engine ofThisMachine() {
        return new Engine(NATIVE, List.of(), Map.of(), "", false);
    }

    /// A runtime with a command line.
    static Engine of(String name, String... command) {
        return new Engine(name, List.of(command), Map.of(), MODULE, false);
    }

    /// jwasm with one way of running modules, in a daemon of its own.
    static Engine jwasm(Path distribution, Path state, String tier) {
        String options = System.getenv().getOrDefault("JWASM_DAEMON_OPTIONS", "");
        return new Engine(
                "jwasm " + tier,
                List.of(distribution.resolve("bin/jwasm").toString(), "run"),
                Map.of(
                        "JWASM_STATE",
                        state.resolve(tier).toString(),
                        "JWASM_DAEMON_OPTIONS",
                        options + " -Djwasm.daemon.linger=20s -Djwasm.engine.tier=" + tier),
                MODULE,
                tier.equals("interpreter"));
    }

    /// The same, marked as an interpreter.
    Engine interpreting() {
        return new Engine(name, command, environment, extension, true);
    }

    /// The words that run a workload.
    List<String> commandFor(Path program, int size, int rounds) {
        List<String> words = new ArrayList<>(command);
        words.add(program.toString());
        words.add(Integer.toString(size));
        words.add(Integer.toString(rounds));
        return words;
    }
}
