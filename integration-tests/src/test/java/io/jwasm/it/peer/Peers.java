package io.jwasm.it.peer;

import com.google.protobuf.ByteString;
import io.jwasm.it.process.Command;
import io.jwasm.it.process.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/// The cache of fetched peers, filled by `scripts/fetch-peers`; thread-safe.
///
/// The folder is the system property `jwasm.it.peers`, else `JWASM_PEERS`, else the script's
/// default.
public final class Peers {
    /// The script's exit status for "cannot be had here", `EX_UNAVAILABLE` of sysexits.h.
    private static final int EX_UNAVAILABLE = 69;

    private static final Map<String, Got> GOT = new ConcurrentHashMap<>();

    /// Either a folder, or the reason why there is none.
    private record Got(Optional<Path> folder, String detail) {}

    private Peers() {}

    /// Returns the folder of a part, fetched if need be; skips the running test, with the reason
    /// printed, when it cannot be had.
    ///
    /// @param part a part's name, as the script lists them
    /// @return the folder, laid out as the packages are
    public static Path require(String part) {
        Got got = GOT.computeIfAbsent(part, Peers::fetch);
        if (got.folder().isEmpty()) {
            Assumptions.abort("no " + part + ": " + got.detail());
        }
        return got.folder().orElseThrow();
    }

    /// Reads a static busybox, for the images of Linux containers.
    ///
    /// @return its bytes
    public static byte[] busybox() {
        try {
            return Files.readAllBytes(require("tools").resolve("bin/busybox"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Skips the running test, with the reason printed, unless it is run by root.
    public static void requireRoot() {
        if (!"root".equals(System.getProperty("user.name"))) {
            skip("containers need root");
        }
    }

    private static void skip(String reason) {
        IO.println("[skipped] " + reason);
        Assumptions.abort(reason);
    }

    private static Got fetch(String part) {
        Path project = Path.of(System.getProperty("jwasm.it.project", ".."));
        Outcome outcome =
                Command.of(project.resolve("scripts/fetch-peers").toString(), part)
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

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        String cache = System.getProperty("jwasm.it.peers", "");
        if (!cache.isEmpty()) {
            environment.put("JWASM_PEERS", cache);
        }
        return environment;
    }

    /// Skips the running test, with the reason printed, when a fetched program does not run here,
    /// for example because it wants a newer C library.
    ///
    /// @param program the program
    /// @return the program
    static Path requireRuns(Path program) {
        Outcome outcome =
                Files.isExecutable(program)
                        ? Command.of(program.toString(), "--version").run()
                        : new Outcome(program.toString(), 127, ByteString.EMPTY, "not there");
        if (outcome.exitCode() != 0) {
            skip(program.getFileName() + " does not run here: " + outcome.error().strip());
        }
        return program;
    }
}
