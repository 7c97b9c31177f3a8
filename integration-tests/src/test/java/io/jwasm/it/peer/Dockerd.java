package io.jwasm.it.peer;

import io.jwasm.it.process.Command;
import io.jwasm.it.process.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A real dockerd on a containerd of ours, in that one's network and folder, without a bridge.
public final class Dockerd implements AutoCloseable {
    private final Path programs;
    private final Path home;
    private final Service service;

    private Dockerd(Path programs, Path home, Service service) {
        this.programs = programs;
        this.home = home;
        this.service = service;
    }

    /// Starts a dockerd; skips the test when there is none to be had.
    ///
    /// @param release the line of releases
    /// @param containerd what it runs its containers with
    /// @return the running dockerd
    public static Dockerd start(DockerRelease release, Containerd containerd) {
        Path part = Peers.require(release.part());
        Path dockerd = Peers.requireRuns(part.resolve("usr/sbin/dockerd"));
        Path programs = part.resolve("usr/bin");
        Peers.requireRuns(programs.resolve("docker"));
        Path home = containerd.home().resolve("docker");
        Path config = home.resolve("daemon.json");
        try {
            Files.createDirectories(home);
            // Wasm images need containerd's image store, which is the default from 29 on only.
            Files.writeString(config, "{\"features\":{\"containerd-snapshotter\":true}}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> line =
                List.of(
                        "setsid",
                        "nsenter",
                        "--net=/proc/" + containerd.pid() + "/ns/net",
                        dockerd.toString(),
                        "--config-file=" + config,
                        "--host=unix://" + home.resolve("docker.sock"),
                        "--containerd=" + containerd.socket(),
                        "--data-root=" + home.resolve("data"),
                        "--exec-root=" + home.resolve("exec"),
                        "--pidfile=" + home.resolve("docker.pid"),
                        "--group=root",
                        "--bridge=none",
                        "--iptables=false",
                        "--ip6tables=false",
                        "--userland-proxy-path=" + part.resolve("usr/sbin/docker-proxy"),
                        "--init-path=" + part.resolve("usr/bin/tini-static"));
        Path log =
                containerd
                        .log()
                        .resolveSibling("dockerd-" + containerd.home().getFileName() + ".log");
        Service service =
                Service.start(
                        line,
                        environment(part),
                        log,
                        () -> docker(programs, home, "version").exitCode() == 0);
        return new Dockerd(programs, home, service);
    }

    private static Map<String, String> environment(Path part) {
        Map<String, String> environment = new HashMap<>(Command.systemEnvironment());
        Path runc = Peers.require("runc").resolve("usr/sbin");
        Path iptables = Peers.require("tools").resolve("wrap");
        environment.compute(
                "PATH",
                (_, system) ->
                        "%s:%s/usr/sbin:%s/usr/bin:%s:%s"
                                .formatted(iptables, part, part, runc, system));
        return environment;
    }

    /// Where it listens, as clients write it.
    ///
    /// @return `unix://` and the socket
    public String address() {
        return address(home);
    }

    private static String address(Path home) {
        return "unix://" + home.resolve("docker.sock");
    }

    /// Runs the docker client.
    ///
    /// @param arguments what follows `docker --host SOCKET`
    /// @return what it left
    public Outcome docker(String... arguments) {
        return docker(programs, home, arguments);
    }

    /// Makes a command of the docker client, to be changed or started.
    ///
    /// @param arguments what follows `docker --host SOCKET`
    /// @return the command
    public Command client(String... arguments) {
        return client(programs, home, arguments);
    }

    private static Outcome docker(Path programs, Path home, String... arguments) {
        return client(programs, home, arguments).run();
    }

    private static Command client(Path programs, Path home, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(programs.resolve("docker").toString());
        line.addAll(List.of("--host", address(home)));
        line.addAll(List.of(arguments));
        return Command.of(line).with(Map.of("DOCKER_CONFIG", home.toString()));
    }

    /// Removes all containers and stops dockerd.
    @Override
    public void close() {
        for (String id : docker("ps", "--all", "--quiet").text().lines().toList()) {
            docker("rm", "--force", id);
        }
        service.stop();
    }
}
