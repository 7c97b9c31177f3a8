package io.jwasm.it.peer;

import io.jwasm.it.process.Command;
import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.Outcome;
import io.jwasm.it.process.ProcessTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// A real containerd of our own, with everything that belongs to it in one folder.
///
/// It is stopped, and what it left is removed, by `close`. Not thread-safe, but `ctr` may be called
/// from several threads.
public final class Containerd implements AutoCloseable {
    /// The image of CRI's pause containers; the tests import one of this name.
    public static final String PAUSE_IMAGE = "docker.io/jwasm/pause:1";

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> NAMESPACES = List.of("default", "k8s.io", "moby");

    private final Setup setup;
    private final Path home;
    private final Path log;
    private final Thread atExit;
    private Service service;

    private Containerd(Setup setup, Path home, Path log) {
        this.setup = setup;
        this.home = home;
        this.log = log;
        this.service = launch();
        this.atExit = new Thread(this::stopAll, "stop " + home);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /// Starts a containerd; skips the test when there is none to be had, or no right to.
    ///
    /// @param setup which, and how
    /// @return the running containerd
    public static Containerd start(Setup setup) {
        Peers.requireRoot();
        Peers.requireRuns(setup.release().programs().resolve("containerd"));
        Peers.requireRuns(runc());
        // No name is the beginning of another: processes are found by it.
        String name = "%d-%03d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());
        // A short path: socket names below it must stay within the 107 bytes of sun_path, unix(7).
        Path home = Path.of(System.getProperty("java.io.tmpdir"), "jwit-" + name);
        Path logs = Path.of(System.getProperty("jwasm.it.target", "target"), "it-logs");
        try {
            for (String folder : List.of("root", "state", "opt", "cni", "fifo", "jwasm")) {
                Files.createDirectories(home.resolve(folder));
            }
            Files.createDirectories(logs);
            Files.writeString(home.resolve("config.toml"), ContainerdConfig.of(setup, home));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path log = logs.resolve(setup.release() + "-" + name + ".log");
        Containerd containerd = new Containerd(setup, home, log);
        IO.println(
                "[containerd] %s pid %d, log %s".formatted(setup.release(), containerd.pid(), log));
        return containerd;
    }

    private static Path runc() {
        return Peers.require("runc").resolve("usr/sbin/runc");
    }

    private Service launch() {
        List<String> line = new ArrayList<>(List.of("setsid"));
        if (setup.hasOwnNetwork()) {
            // CRI listens on 127.0.0.1, which is there once the loopback device is up.
            Path busybox = Peers.require("tools").resolve("bin/busybox");
            String up = "\"$0\" ip link set lo up && exec \"$@\"";
            line.addAll(List.of("unshare", "--net", "sh", "-c", up, busybox.toString()));
        }
        line.add(setup.release().programs().resolve("containerd").toString());
        line.addAll(List.of("--config", home.resolve("config.toml").toString()));
        return Service.start(line, environment(), log, () -> ctr("version").exitCode() == 0);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Command.systemEnvironment());
        List<Path> folders = new ArrayList<>(setup.shims());
        folders.add(runc().getParent());
        folders.add(setup.release().programs());
        environment.compute(
                "PATH",
                (_, system) ->
                        folders.stream().map(Path::toString).collect(Collectors.joining(":"))
                                + ":"
                                + system);
        environment.put("JWASM_STATE", jwasmState().toString());
        environment.putAll(setup.environment());
        return environment;
    }

    /// The release that runs.
    ///
    /// @return the release
    public Release release() {
        return setup.release();
    }

    /// Whether it serves CRI.
    ///
    /// @return whether the plugin is on
    public boolean hasCri() {
        return setup.isCri();
    }

    /// The folder that holds all that belongs to this containerd.
    ///
    /// @return the folder
    public Path home() {
        return home;
    }

    /// Where the shim's daemon keeps its state: the shim is told by `JWASM_STATE`.
    ///
    /// @return the folder
    public Path jwasmState() {
        return home.resolve("jwasm");
    }

    /// The log file, outside of `home` so that it outlives it.
    ///
    /// @return the file
    public Path log() {
        return log;
    }

    /// The socket of containerd's gRPC services.
    ///
    /// @return the socket's path
    public Path socket() {
        return home.resolve("containerd.sock");
    }

    /// The process identifier of containerd.
    ///
    /// @return the pid
    public long pid() {
        return service.pid();
    }

    /// Runs `ctr` in the namespace `default`.
    ///
    /// @param arguments what follows `ctr --address SOCKET`
    /// @return what it left
    public Outcome ctr(String... arguments) {
        return ctr(List.of(arguments)).run();
    }

    /// Makes a `ctr` command, to be changed or started.
    ///
    /// @param arguments what follows `ctr --address SOCKET`
    /// @return the command
    public Command ctr(List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(setup.release().programs().resolve("ctr").toString());
        line.addAll(List.of("--address", socket().toString()));
        line.addAll(arguments);
        return Command.of(line);
    }

    /// Makes a `ctr run` command with the FIFOs in this containerd's folder.
    ///
    /// @param options the options of `run`
    /// @param rest the image, the container's id and its arguments
    /// @return the command
    public Command run(List<String> options, List<String> rest) {
        List<String> line = new ArrayList<>(List.of("run"));
        line.addAll(List.of("--fifo-dir", home.resolve("fifo").toString()));
        line.addAll(options);
        line.addAll(rest);
        return ctr(line);
    }

    /// Imports an image archive.
    ///
    /// @param namespace the namespace that shall have it
    /// @param archive an OCI archive
    public void importImage(String namespace, Path archive) {
        ctr("--namespace", namespace, "images", "import", "--all-platforms", archive.toString())
                .orThrow();
    }

    /// Kills containerd with signal 9; what it started goes on.
    public void kill() {
        service.kill();
    }

    /// Starts containerd again after `kill`.
    public void restart() {
        service = launch();
    }

    /// Removes all containers, stops containerd and what it started, and deletes its folder.
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stopAll();
    }

    /// Also runs when the tests are interrupted: nothing of theirs stays on the machine.
    private void stopAll() {
        if (ProcessTable.isAlive(pid())) {
            NAMESPACES.forEach(this::removeContainers);
        }
        service.stop();
        Eventually.require(
                LIMIT, this::isAlone, () -> "left: " + ProcessTable.belongingTo(home.toString()));
        MountTable.below(home)
                .reversed()
                .forEach(mount -> Command.of("umount", "--lazy", mount).run());
        Eventually.require(
                LIMIT,
                () ->
                        Command.of("rm", "-rf", "--one-file-system", home.toString())
                                        .run()
                                        .exitCode()
                                == 0,
                () -> home + " cannot be removed");
    }

    /// Kills what there is; a script that was just about to start another process may need a second
    /// try.
    private boolean isAlone() {
        List<Long> left = ProcessTable.belongingTo(home.toString());
        for (long pid : left) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        return left.isEmpty();
    }

    private void removeContainers(String namespace) {
        String tasks = ctr("--namespace", namespace, "tasks", "list", "--quiet").text();
        for (String id : tasks.lines().toList()) {
            ctr("--namespace", namespace, "tasks", "rm", "--force", id);
        }
        String containers = ctr("--namespace", namespace, "containers", "list", "--quiet").text();
        for (String id : containers.lines().toList()) {
            ctr("--namespace", namespace, "containers", "rm", id);
        }
    }
}
