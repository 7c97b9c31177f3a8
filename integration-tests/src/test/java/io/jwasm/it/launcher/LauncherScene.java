package io.jwasm.it.launcher;

import com.google.protobuf.InvalidProtocolBufferException;
import io.jwasm.it.process.Command;
import io.jwasm.it.process.Outcome;
import io.jwasm.proto.task.v2.DeleteResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A state directory made by hand, a bundle, and processes that stand for a daemon or an anchor.
final class LauncherScene implements AutoCloseable {

    static final String ADDRESS = "/run/containerd/containerd.sock";
    static final String SOCKET = "unix:///run/containerd/s/0123.sock";

    private final Path root;
    private final Path state;
    private final Path bundle;
    private final List<String> shell;
    private final List<Process> processes = new ArrayList<>();

    LauncherScene(Path directory, String shell) throws IOException {
        this.shell = List.of(shell.split(" ", -1));
        this.root = directory.resolve("state root");
        this.state = root.resolve(ADDRESS.substring(1)).resolve("-/default");
        this.bundle = Files.createDirectories(directory.resolve("a bundle"));
        Files.createDirectories(state.resolve("tasks"));
        Files.createDirectories(state.resolve("pending"));
    }

    Path state() {
        return state;
    }

    Path bundle() {
        return bundle;
    }

    Path root() {
        return root;
    }

    /// Starts a process that waits.
    Process process() {
        Process process = Command.of("sleep", "600").start();
        processes.add(process);
        return process;
    }

    static String identity(Process process) throws IOException {
        return process.pid() + " " + startTime(process.pid());
    }

    /// Field 22 of proc_pid_stat(5).
    static String startTime(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
    }

    void daemonIs(String identity) throws IOException {
        Files.writeString(state.resolve("daemon"), SOCKET + "\n" + identity + "\n");
    }

    void taskIs(String id, String... lines) throws IOException {
        Files.writeString(state.resolve("tasks").resolve(id), String.join("\n", lines) + "\n");
    }

    /// Runs the launcher with the usual flags and these words after them.
    Outcome run(String id, String... words) {
        List<String> line = new ArrayList<>();
        line.addAll(List.of("/usr/bin/env", "-C", bundle.toString()));
        line.addAll(shell);
        line.add(script().toString());
        line.addAll(
                List.of(
                        "-namespace",
                        "default",
                        "-address",
                        ADDRESS,
                        "-publish-binary",
                        "/usr/bin/containerd",
                        "-id",
                        id));
        line.addAll(List.of(words));
        return Command.of(line).with(Map.of("JWASM_STATE", root.toString())).run();
    }

    DeleteResponse delete(String id) {
        Outcome outcome = run(id, "-bundle", bundle.toString(), "delete").orThrow();
        try {
            return DeleteResponse.parseFrom(outcome.output());
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path script() {
        return Path.of(System.getProperty("jwasm.it.project", ".."))
                .resolve("dist/src/main/launcher/containerd-shim-jwasm-v1")
                .toAbsolutePath()
                .normalize();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
