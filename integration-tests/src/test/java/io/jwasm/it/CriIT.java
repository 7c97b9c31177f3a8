package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.census.Census;
import io.jwasm.it.cri.v1.ContainerConfig;
import io.jwasm.it.cri.v1.ContainerStatus;
import io.jwasm.it.cri.v1.PodSandboxConfig;
import io.jwasm.it.image.TestImage;
import io.jwasm.it.peer.Containerd;
import io.jwasm.it.peer.Cri;
import io.jwasm.it.peer.Release;
import io.jwasm.it.peer.Setup;
import io.jwasm.it.process.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// A pod on the host's network, as a kubelet runs it: pause container included.
@ParameterizedClass
@MethodSource("stacks")
class CriIT {
    private static final int MOST_PODS = 4;

    private final Stack stack;
    private final Containerd containerd;
    private final Cri cri;

    CriIT(Stack stack) {
        this.stack = stack;
        this.containerd = stack.containerd();
        this.cri = new Cri(containerd);
    }

    static Stream<Stack> stacks() {
        return Stream.of(Shim.values()).map(shim -> new Stack(shim, Release.V2_1, Setup::cri));
    }

    @AfterEach
    void disconnect() {
        cri.close();
    }

    /// What the engine has compiled beside the first pods it keeps, and a daemon's threads come as
    /// they are needed: both come once. What a pod leaves, each leaves.
    @Test
    void podRunsItsContainerAndIsRemovedWithoutATrace() throws IOException {
        List<String> left = List.of("not run");
        for (int pod = 0; pod < MOST_PODS && !left.isEmpty(); pod++) {
            Census before = Census.of(containerd);

            String log = runOnce("pod" + pod);

            assertThat(log.lines().map(CriIT::withoutTime))
                    .containsExactly("stdout F hello", "stdout F pod");
            Census after = Census.settled(containerd, before, Duration.ofSeconds(20));
            IO.println("[cri] %s: before %s".formatted(stack, before.counts()));
            IO.println("[cri] %s: after  %s".formatted(stack, after.counts()));
            left = after.beyond(before);
        }
        assertThat(left).isEmpty();
    }

    @Test
    void environmentOfTheContainerReachesTheGuest() throws IOException {
        assertThat(run("env", List.of("env"), Map.of("CRI", "yes"), 0)).contains("CRI=yes");
    }

    @Test
    void exitCodeOfTheContainerIsTheGuests() throws IOException {
        assertThat(run("exit", List.of("exit", "42"), Map.of(), 42)).isEmpty();
    }

    @Test
    void runningContainerIsStopped() throws IOException {
        PodSandboxConfig pod = Cri.pod("stop", logs("stop"));
        String sandbox = cri.runSandbox(pod, stack.handler());
        String id =
                cri.create(
                        sandbox,
                        pod,
                        Cri.container("main", Guests.PROBE_IMAGE, List.of("spin"), Map.of()));
        cri.startContainer(id);

        cri.stopContainer(id, 1);

        assertThat(cri.status(id).getExitCode()).isIn(137, 143);
        cri.removeContainer(id);
        cri.removeSandbox(sandbox);
    }

    @Test
    void containerHasATerminal() throws IOException {
        TestImage image = Guests.terminal(stack.shim());
        containerd.importImage("k8s.io", image.writeTo(containerd.home()));
        PodSandboxConfig pod = Cri.pod("tty", logs("tty"));
        String sandbox = cri.runSandbox(pod, stack.handler());
        ContainerConfig onTerminal =
                Cri.container("main", image.name(), List.of(), Map.of()).toBuilder()
                        .setTty(true)
                        .build();
        String id = cri.create(sandbox, pod, onTerminal);
        Path log = logs("tty").resolve("main.log");
        cri.startContainer(id);
        Eventually.require(Duration.ofSeconds(60), () -> read(log).endsWith("\n"), () -> read(log));

        cri.stopContainer(id, 0);

        assertThat(cri.status(id).getExitCode()).isEqualTo(137);
        cri.removeContainer(id);
        cri.removeSandbox(sandbox);
        assertThat(withoutTime(read(log))).isEqualTo("stdout F terminals: 0 1 2\n");
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void containerOutOfMemoryIsToldSo() throws IOException {
        PodSandboxConfig pod = Cri.pod("oom", logs("oom"));
        String sandbox = cri.runSandbox(pod, stack.handler());
        ContainerConfig greedy =
                Cri.container("main", Guests.PROBE_IMAGE, List.of("grow"), Map.of());
        String id = cri.create(sandbox, pod, Cri.withMemoryLimit(greedy, 16 << 20));
        cri.startContainer(id);

        ContainerStatus status = cri.awaitExit(id);

        assertThat(status.getExitCode()).isEqualTo(137);
        assertThat(status.getReason()).isEqualTo("OOMKilled");
        cri.removeContainer(id);
        cri.removeSandbox(sandbox);
    }

    @Test
    void figuresOfARunningContainerAreToldAndItsQuotaChanged() throws IOException {
        PodSandboxConfig pod = Cri.pod("busy", logs("busy"));
        String sandbox = cri.runSandbox(pod, stack.handler());
        String id =
                cri.create(
                        sandbox,
                        pod,
                        Cri.container("main", Guests.PROBE_IMAGE, List.of("spin"), Map.of()));
        cri.startContainer(id);

        cri.limitCpu(id, 20_000);
        long used = cri.stats(id).getCpu().getUsageCoreNanoSeconds().getValue();
        Eventually.require(
                Duration.ofSeconds(60),
                () -> cri.stats(id).getCpu().getUsageCoreNanoSeconds().getValue() > used,
                () -> cri.stats(id).toString());

        assertThat(cri.stats(id).getMemory().getWorkingSetBytes().getValue()).isPositive();
        cri.stopContainer(id, 0);
        cri.removeContainer(id);
        cri.removeSandbox(sandbox);
    }

    private String runOnce(String name) throws IOException {
        return run(name, List.of("echo", "hello", "pod"), Map.of(), 0);
    }

    private String run(
            String name, List<String> arguments, Map<String, String> environment, int exitCode)
            throws IOException {
        PodSandboxConfig pod = Cri.pod(name, logs(name));
        String sandbox = cri.runSandbox(pod, stack.handler());
        String id =
                cri.create(
                        sandbox,
                        pod,
                        Cri.container("main", Guests.PROBE_IMAGE, arguments, environment));
        cri.startContainer(id);
        ContainerStatus status = cri.awaitExit(id);
        cri.removeContainer(id);
        cri.removeSandbox(sandbox);
        assertThat(status.getExitCode()).as(status.toString()).isEqualTo(exitCode);
        return Files.readString(logs(name).resolve("main.log"));
    }

    private Path logs(String name) throws IOException {
        return Files.createDirectories(containerd.home().resolve("logs").resolve(name));
    }

    /// CRI's log lines begin with a time, then the stream, then F for a full line.
    private static String withoutTime(String line) {
        return line.substring(line.indexOf(' ') + 1);
    }
}
