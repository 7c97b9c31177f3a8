package io.jwasm.it.peer;

import io.jwasm.it.process.Command;
import io.jwasm.it.process.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/// What a script fetches into a cache folder, part by part; thread-safe.
///
/// The folder is a system property's, else an environment variable's, else the script's default.
public final class FetchedParts {
    /// containerd, dockerd, runc and tools.
    public static final FetchedParts PEERS =
            new FetchedParts("fetch-peers", "jwasm.it.peers", "JWASM_PEERS");

    /// Programs as Wasm modules, and what they are compared with.
    public static final FetchedParts PROGRAMS =
            new FetchedParts("fetch-programs", "jwasm.it.program-cache", "JWASM_PROGRAMS");

    /// The script's exit status for "cannot be had here", `EX_UNAVAILABLE` of sysexits.h.
    private static final int EX_UNAVAILABLE = 69;

    private final String script;
    private final String property;
    private final String variable;
    private final Map<String, Got> got = new ConcurrentHashMap<>();

    /// Either a folder, or the reason why there is none.
    private record Got(Optional<Path> folder, String detail) {}

    private FetchedParts(String script, String property, String variable) {
        this.script = script;
        this.property = property;
        this.variable = variable;
    }

    /// Returns the folder of a part, fetched if need be; skips the running test, with the reason
    /// printed, when it cannot be had.
    ///
    /// @param part a part's name, as the script lists them
    /// @return the folder
    public Path require(String part) {
        Got answer = got.computeIfAbsent(part, this::fetch);
        if (answer.folder().isEmpty()) {
            Assumptions.abort("no " + part + ": " + answer.detail());
        }
        return answer.folder().orElseThrow();
    }

    private Got fetch(String part) {
        Path project = Path.of(System.getProperty("jwasm.it.project", ".."));
        Outcome outcome =
                Command.of(project.resolve("scripts").resolve(script).toString(), part)
                        .with(environment())
                        .within(Duration.ofMinutes(15))
                        .run();
        if (outcome.exitCode() == EX_UNAVAILABLE) {
            IO.println("[skipped] no " + part + ": " + outcome.error().strip());
            return new Got(Optional.empty(), outcome.error().strip());
        }
        String[] fields = outcome.orThrow().text().strip().split("\t", -1);
        IO.println("[peer] %s: %s".formatted(part, fields[2]));
        return new Got(Optional.of(Path.of(fields[1])), fields[2]);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        String cache = System.getProperty(property, "");
        if (!cache.isEmpty()) {
            environment.put(variable, cache);
        }
        return environment;
    }
}
