package io.jwasm.benchmarks.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Starts programs and reads what they print.
///
/// @param limitSeconds for how long one may run
record Runner(long limitSeconds) {

    /// Runs a workload once.
    ///
    /// @throws IllegalStateException when it fails, takes too long or prints something else; the
    ///   message holds what it said
    Run run(Engine engine, Path program, int size, int rounds) throws InterruptedException {
        try {
            Path output = Files.createTempFile("bench", ".out");
            Path errors = Files.createTempFile("bench", ".err");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(engine.commandFor(program, size, rounds))
                                .redirectInput(Path.of("/dev/null").toFile())
                                .redirectOutput(output.toFile())
                                .redirectError(errors.toFile());
                builder.environment().putAll(engine.environment());
                return run(builder, output, errors);
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Run run(ProcessBuilder builder, Path output, Path errors)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = builder.start();
        if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
            process.destroy();
            process.waitFor();
            throw new IllegalStateException("over the limit of " + limitSeconds + " s");
        }
        long took = System.nanoTime() - start;
        if (process.exitValue() != 0) {
            String said = Files.readString(errors, StandardCharsets.ISO_8859_1).strip();
            throw new IllegalStateException(
                    "exit code " + process.exitValue() + (said.isEmpty() ? "" : ": " + said));
        }
        try {
            return Run.parse(took, Files.readString(output, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalStateException(malformed.getMessage(), malformed);
        }
    }
}
