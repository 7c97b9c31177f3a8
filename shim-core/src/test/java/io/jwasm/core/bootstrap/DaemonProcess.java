package io.jwasm.core.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A daemon in a JVM of its own, as the launcher starts it.
final class DaemonProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path file;

    private DaemonProcess(Process process, Path file) {
        this.process = process;
        this.file = file;
    }

    static DaemonProcess start(Scratch scratch, List<String> jvmOptions, String... more)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("io.jwasm.core.bootstrap.DaemonMain");
        command.addAll(List.of(scratch.daemonArguments(DaemonFixture.NAMESPACE, more)));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(scratch.root.resolve("early").toFile())
                        .start();
        return new DaemonProcess(process, scratch.state(DaemonFixture.NAMESPACE).resolve("daemon"));
    }

    /// Waits until the daemon can be reached.
    DaemonProcess awaitReady() throws IOException {
        await("the daemon's file", () -> Files.exists(file));
        return this;
    }

    Path socket() throws IOException {
        return Path.of(Files.readAllLines(file).getFirst().substring("unix://".length()));
    }

    long pid() {
        return process.pid();
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the daemon did not end in " + PATIENCE);
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// The one place where tests wait for something that tells nobody of its coming.
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + " did not come in " + PATIENCE);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
