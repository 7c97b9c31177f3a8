package io.jwasm.it.peer;

import com.google.protobuf.ByteString;
import io.jwasm.it.process.Command;
import io.jwasm.it.process.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The fetched peers, and what else a test may lack; thread-safe.
public final class Peers {
    private Peers() {}

    /// Returns the folder of a part, fetched if need be; skips the running test, with the reason
    /// printed, when it cannot be had.
    ///
    /// @param part a part's name, as the script lists them
    /// @return the folder, laid out as the packages are
    public static Path require(String part) {
        return FetchedParts.PEERS.require(part);
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
