package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.cri.v1.ContainerConfig;
import io.jwasm.it.cri.v1.PodSandboxConfig;
import io.jwasm.it.peer.Containerd;
import io.jwasm.it.peer.Cri;
import io.jwasm.it.peer.DockerRelease;
import io.jwasm.it.peer.Dockerd;
import io.jwasm.it.peer.Release;
import io.jwasm.it.peer.Setup;
import io.jwasm.it.process.GuestThread;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A running container whose quota and memory limit are lowered, by each kind of client, is soon
/// held to the new ones.
///
/// `scripts/bench-limits` holds that to a second.
class UpdateIT {
    private static final double MOST_MILLIS = Integer.getInteger("jwasm.it.updateMillis", 20_000);

    /// So much more than the lower one that a guest does not climb there until a request is there.
    private static final long LIMIT = 128 << 20;

    private static final long LOWER = 32 << 20;
    private static final int QUOTA_MICROS = 60_000;
    private static final double HALF_SHARE = 0.3;

    private static String resources(long memory, int quotaMicros) {
        return "{\"memory\":{\"limit\":%d},\"cpu\":{\"quota\":%d,\"period\":100000}}"
                .formatted(memory, quotaMicros);
    }

    @Test
    void byTheTaskService() throws Exception {
        try (TaskClient daemon = new TaskClient()) {
            Path _ = start(daemon, "busy", "\"hold\",\"1\",\"loop\"");
            Halving.Quota quota =
                    Halving.quota(
                            GuestThread.of(daemon.home(), "busy"),
                            HALF_SHARE,
                            () -> daemon.update("busy", resources(LIMIT, QUOTA_MICROS / 2)));
            Path output = start(daemon, "climber", "\"climb\"");
            Halving.awaitSize(output, LOWER);
            double refused =
                    Halving.refusal(
                            output, () -> daemon.update("climber", resources(LOWER, QUOTA_MICROS)));

            require("ttrpc", quota, refused);
            assertThat(daemon.stats("climber").limitBytes()).isEqualTo(LOWER);
            long held = daemon.stats("climber").usedBytes();
            daemon.update("climber", resources(LIMIT, QUOTA_MICROS));
            Halving.awaitSize(output, held + (1 << 20));
        }
    }

    private static Path start(TaskClient daemon, String id, String arguments) throws Exception {
        Path output = Files.createFile(daemon.home().resolve(id + ".out"));
        Path bundle =
                daemon.bundleOf(
                        id,
                        "meter.wasm",
                        arguments,
                        "{\"resources\":" + resources(LIMIT, QUOTA_MICROS) + "}");
        daemon.create(id, bundle, "", "file://" + output);
        daemon.start(id);
        Lines.await(output, 1);
        return output;
    }

    @Test
    void byDocker() throws Exception {
        try (DockerStack docker = new DockerStack(Shim.JWASM, DockerRelease.V28_5)) {
            Dockerd dockerd = docker.dockerd();
            Path home = docker.stack().containerd().home();
            dockerd.docker("load", "--input", Guests.meter().writeTo(home).toString()).orThrow();
            String busy = run(dockerd, "hold", "1", "loop");

            Halving.Quota quota =
                    Halving.quota(
                            GuestThread.of(home, busy),
                            HALF_SHARE,
                            () -> dockerd.docker("update", "--cpus", "0.3", busy).orThrow());
            String climber = run(dockerd, "climb");
            Path output =
                    home.resolve("docker/data/containers")
                            .resolve(climber)
                            .resolve(climber + "-json.log");
            Halving.awaitSize(output, LOWER);
            double refused =
                    Halving.refusal(
                            output,
                            () ->
                                    dockerd.docker(
                                                    "update",
                                                    "--memory",
                                                    "32m",
                                                    "--memory-swap",
                                                    "32m",
                                                    climber)
                                            .orThrow());

            require("docker update", quota, refused);
            dockerd.docker("rm", "--force", busy, climber).orThrow();
        }
    }

    /// Starts a container in the background; Docker names it by 64 digits.
    private static String run(Dockerd dockerd, String... arguments) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "run",
                                "--detach",
                                "--network=none",
                                "--runtime=" + Shim.JWASM.type(),
                                "--cpus=0.6",
                                "--memory=128m",
                                "jwasm/meter:1"));
        line.addAll(List.of(arguments));
        return dockerd.docker(line.toArray(String[]::new)).orThrow().text().strip();
    }

    @Test
    void byTheKubelet() throws Exception {
        try (Stack stack = new Stack(Shim.JWASM, Release.V2_1, Setup::cri)) {
            Containerd containerd = stack.containerd();
            containerd.importImage("k8s.io", Guests.meter().writeTo(containerd.home()));
            try (Cri cri = new Cri(containerd)) {
                Path logs = Files.createDirectories(containerd.home().resolve("logs"));
                PodSandboxConfig pod = Cri.pod("update", logs);
                String sandbox = cri.runSandbox(pod, stack.handler());
                String busy = run(cri, sandbox, pod, "busy", List.of("hold", "1", "loop"));

                Halving.Quota quota =
                        Halving.quota(
                                GuestThread.of(containerd.home(), busy),
                                HALF_SHARE,
                                () -> cri.limitCpu(busy, QUOTA_MICROS / 2));
                String climber = run(cri, sandbox, pod, "climber", List.of("climb"));
                Path output = logs.resolve("climber.log");
                Halving.awaitSize(output, LOWER);
                double refused = Halving.refusal(output, () -> cri.limitMemory(climber, LOWER));

                require("UpdateContainerResources", quota, refused);
                cri.stopContainer(busy, 0);
                cri.stopContainer(climber, 0);
                cri.removeSandbox(sandbox);
            }
        }
    }

    private static String run(
            Cri cri, String sandbox, PodSandboxConfig pod, String name, List<String> arguments) {
        ContainerConfig config =
                Cri.container(name, "docker.io/jwasm/meter:1", arguments, Map.of());
        String id = cri.create(sandbox, pod, Cri.withMemoryLimit(config, LIMIT));
        cri.startContainer(id);
        cri.limitCpu(id, QUOTA_MICROS);
        return id;
    }

    private static void require(String client, Halving.Quota quota, double refusedMillis) {
        IO.println(
                String.format(
                        Locale.ROOT,
                        "[update] %s: %.1f %% of a processor before, %.1f %% in the second that"
                                + " began %.0f ms after the request; memory refused after %.0f ms;"
                                + " allowed %.0f ms",
                        client,
                        quota.before() * 100,
                        quota.after() * 100,
                        quota.effectMillis(),
                        refusedMillis,
                        MOST_MILLIS));
        assertThat(quota.effectMillis()).isLessThan(MOST_MILLIS);
        assertThat(refusedMillis).isLessThan(MOST_MILLIS);
    }
}
