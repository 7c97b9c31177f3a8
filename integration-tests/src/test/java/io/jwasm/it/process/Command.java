package io.jwasm.it.process;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A command line with its environment, input and time limit; immutable.
///
/// @param line the program and its arguments
/// @param environment the whole environment of the process: nothing is inherited but what is here
/// @param input what its standard input holds before the end
/// @param beforeInput waits until the process is ready for its input
/// @param limit how long it may run
/// @param folder where it runs
public record Command(
        List<String> line,
        Map<String, String> environment,
        ByteString input,
        Runnable beforeInput,
        Duration limit,
        Path folder) {
    /// On a slow kernel more is needed.
    private static final Duration LIMIT =
            Duration.ofSeconds(Long.getLong("jwasm.it.commandSeconds", 120));

    /// Copies what it is given.
    public Command {
        line = List.copyOf(line);
        environment = Map.copyOf(environment);
    }

    /// Makes a command with the system's search path as its environment, no input and a limit of
    /// two minutes.
    ///
    /// @param line the program and its arguments
    /// @return the command
    public static Command of(String... line) {
        return of(List.of(line));
    }

    /// Makes a command with the system's search path as its environment, no input and a limit of
    /// two minutes.
    ///
    /// @param line the program and its arguments
    /// @return the command
    public static Command of(List<String> line) {
        return new Command(
                line, systemEnvironment(), ByteString.EMPTY, () -> {}, LIMIT, Path.of("."));
    }

    /// The environment of a service on a plain system: no Java in it.
    ///
    /// @return `PATH` and `HOME`
    public static Map<String, String> systemEnvironment() {
        String home = System.getenv().getOrDefault("HOME", "/root");
        return Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "HOME", home);
    }

    /// Adds variables to the environment.
    ///
    /// @param more the variables
    /// @return the changed command
    public Command with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Command(line, all, input, beforeInput, limit, folder);
    }

    /// Gives the command an input.
    ///
    /// @param bytes what the standard input holds
    /// @return the changed command
    public Command reading(ByteString bytes) {
        return new Command(line, environment, bytes, beforeInput, limit, folder);
    }

    /// Holds the input, and its end, back until the process is ready for it.
    ///
    /// @param ready returns when it is
    /// @return the changed command
    public Command after(Runnable ready) {
        return new Command(line, environment, input, ready, limit, folder);
    }

    /// Gives the command another time limit.
    ///
    /// @param longest how long it may run
    /// @return the changed command
    public Command within(Duration longest) {
        return new Command(line, environment, input, beforeInput, longest, folder);
    }

    /// Makes the command run in another folder.
    ///
    /// @param where the folder
    /// @return the changed command
    public Command in(Path where) {
        return new Command(line, environment, input, beforeInput, limit, where);
    }

    /// Starts the process with pipes for its three streams; the caller ends it.
    ///
    /// @return the process
    public Process start() {
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs the command to its end.
    ///
    /// @return what it left
    /// @throws IllegalStateException when it does not end in time; it is killed then
    public Outcome run() {
        Process process = start();
        try (var readers = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            CompletableFuture<byte[]> output =
                    CompletableFuture.supplyAsync(() -> drain(process.getInputStream()), readers);
            CompletableFuture<byte[]> error =
                    CompletableFuture.supplyAsync(() -> drain(process.getErrorStream()), readers);
            readers.execute(() -> feed(process.getOutputStream()));
            boolean ended = waitFor(process);
            if (!ended) {
                process.destroyForcibly();
            }
            Outcome outcome =
                    new Outcome(
                            String.join(" ", line),
                            waitAfterEnd(process),
                            ByteString.copyFrom(output.join()),
                            new String(error.join(), StandardCharsets.UTF_8));
            if (!ended) {
                throw new IllegalStateException("not ended after " + limit + ": " + outcome);
            }
            return outcome;
        }
    }

    private boolean waitFor(Process process) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + line, e);
        }
    }

    private static int waitAfterEnd(Process process) {
        return process.onExit().join().exitValue();
    }

    private void feed(OutputStream stdin) {
        try (stdin) {
            beforeInput.run();
            input.writeTo(stdin);
        } catch (IOException _) {
            // The process may leave its input unread.
        }
    }

    private static byte[] drain(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException _) {
            return new byte[0]; // Closed by destroyForcibly.
        }
    }
}
