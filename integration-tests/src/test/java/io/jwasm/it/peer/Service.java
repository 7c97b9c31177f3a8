package io.jwasm.it.peer;

import io.jwasm.it.process.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A long-running program of ours, its output in a log file; not thread-safe.
final class Service {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Process process;
    private final Path log;

    private Service(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Starts a program in a session of its own and waits until it is ready.
    static Service start(
            List<String> line, Map<String, String> environment, Path log, BooleanSupplier ready) {
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        try {
            Service service = new Service(builder.start(), log);
            service.awaitReady(ready);
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady(BooleanSupplier ready) {
        boolean isUp =
                Eventually.holds(START_LIMIT, () -> !process.isAlive() || ready.getAsBoolean());
        if (!isUp || !process.isAlive()) {
            process.destroyForcibly();
            throw new IllegalStateException("did not start, the end of " + log + ": " + tail());
        }
    }

    long pid() {
        return process.pid();
    }

    /// Ends the program as `kill -9` does.
    void kill() {
        process.destroyForcibly();
        await(Duration.ofSeconds(10));
    }

    /// Asks the program to end, and kills it when it does not.
    void stop() {
        process.destroy();
        if (!await(Duration.ofSeconds(15))) {
            kill();
        }
    }

    private boolean await(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
