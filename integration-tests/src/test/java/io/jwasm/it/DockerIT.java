package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jwasm.it.image.TestImage;
import io.jwasm.it.peer.DockerRelease;
import io.jwasm.it.peer.Dockerd;
import io.jwasm.it.process.Command;
import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `docker run` of a Wasm image under dockerd 26.1 and 28.5.
///
/// The same runs under runc show that the set-up is right.
@ParameterizedClass
@MethodSource("stacks")
class DockerIT {
    private static final String SUBNET = "10.213.91.0/24";

    private final Stack stack;
    private final Dockerd dockerd;

    DockerIT(DockerStack docker) {
        this.stack = docker.stack();
        this.dockerd = docker.dockerd();
    }

    static Stream<DockerStack> stacks() {
        return Stream.of(DockerRelease.values())
                .flatMap(release ->
                        Stream.of(Shim.values()).map(shim -> new DockerStack(shim, release)));
    }

    @Test
    void outputAndExitCodeAreTheGuests() {
        Outcome outcome = run(List.of("--rm"), "echo", "hello", "docker");

        assertThat(outcome.text()).as(outcome.toString()).isEqualTo("hello\ndocker\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void exitCodeIsPassedOn() {
        Outcome outcome = run(List.of("--rm"), "exit", "42");

        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(42);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/none.wasm", "none.wasm"})
    void aProgramThatIsNotThereIs127(String program) {
        Outcome outcome = run(List.of("--rm", "--entrypoint", program));

        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(127);
        assertThat(outcome.error()).contains(program);
    }

    @Test
    void dockersInitIsNotInTheWay() {
        Outcome outcome = run(List.of("--rm", "--init"), "echo", "under", "init");

        assertThat(outcome.text()).as(outcome.toString()).isEqualTo("under\ninit\n");
    }

    @Test
    void environmentReachesTheGuest() {
        Outcome outcome = run(List.of("--rm", "--env", "WHO=docker"), "env");

        assertThat(outcome.text().lines()).as(outcome.toString()).contains("WHO=docker");
    }

    @Test
    void filesAreTheUsers(@TempDir Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

        run(List.of("--rm", "-u", "1234:2345", "-v", folder + ":/data"), "write", "/data/new", "x")
                .orThrow();

        assertThat(Files.getAttribute(folder.resolve("new"), "unix:uid")).isEqualTo(1234);
        assertThat(Files.getAttribute(folder.resolve("new"), "unix:gid")).isEqualTo(2345);
    }

    @Test
    void aReadOnlyRootHasWhatDockerPutsInIt(@TempDir Path folder) {
        List<String> options =
                List.of(
                        "--rm",
                        "--read-only",
                        "--hostname",
                        "here",
                        "--tmpfs",
                        "/scratch:size=64k",
                        "-w",
                        "/srv",
                        "-v",
                        folder + ":/data:ro");

        assertThat(run(options, "cat", "/etc/hostname").text()).isEqualTo("here\n");
        assertThat(run(options, "cat", "/etc/hosts").text()).contains("localhost");
        assertThat(run(options, "env").text().lines()).contains("PWD=/srv");
        run(options, "write", "/scratch/file", "x").orThrow();
        assertThat(run(options, "write", "/file", "x").error()).containsIgnoringCase("read-only");
        assertThat(run(options, "write", "/data/x", "x").error()).containsIgnoringCase("read-only");
    }

    @Test
    void aNamedVolumeKeepsItsFiles() {
        String volume = "v" + Stack.newId();
        run(List.of("--rm", "-v", volume + ":/data"), "write", "/data/file", "kept").orThrow();

        assertThat(run(List.of("--rm", "-v", volume + ":/data"), "cat", "/data/file").text())
                .isEqualTo("kept\n");
    }

    @Test
    void stoppedContainerKeepsItsLog() {
        String id = run(List.of("--detach"), "both").orThrow().text().strip();
        dockerd.docker("wait", id).orThrow();

        Outcome logs = dockerd.docker("logs", id);

        assertThat(logs.text()).isEqualTo("to stdout\n");
        assertThat(logs.error()).isEqualTo("to stderr\n");
    }

    @Test
    void runningContainerIsKilled() {
        String id = run(List.of("--detach"), "spin").orThrow().text().strip();

        dockerd.docker("kill", id).orThrow();

        assertThat(dockerd.docker("wait", id).text().strip()).isEqualTo("137");
    }

    @Test
    void runningContainerIsPausedAndResumed() {
        String id = run(List.of("--detach"), "spin").orThrow().text().strip();

        dockerd.docker("pause", id).orThrow();
        assertThat(inspect(id, "{{.State.Status}}")).isEqualTo("paused");
        assertThat(dockerd.docker("stats", "--no-stream", "--format", "{{.CPUPerc}}", id).text())
                .isEqualTo("0.00%\n");
        dockerd.docker("unpause", id).orThrow();

        assertThat(inspect(id, "{{.State.Status}}")).isEqualTo("running");
        dockerd.docker("kill", id).orThrow();
    }

    @Test
    void figuresAndLimitsOfARunningContainerAreShownAndChanged() {
        String id = run(List.of("--detach", "--memory", "64m"), "spin").orThrow().text().strip();
        String format = "{{.MemUsage}} {{.PIDs}}";

        assertThat(dockerd.docker("stats", "--no-stream", "--format", format, id).text())
                .contains("/ 64MiB 1");
        dockerd.docker("update", "--cpus", "0.5", "--memory", "32m", "--memory-swap", "32m", id)
                .orThrow();
        assertThat(dockerd.docker("stats", "--no-stream", "--format", format, id).text())
                .contains("/ 32MiB 1");
        dockerd.docker("kill", id).orThrow();
    }

    @Test
    void containerThatWantsMoreMemoryThanItMayHaveIsOutOfMemory() {
        String id = run(List.of("--detach", "--memory", "16m"), "grow").orThrow().text().strip();

        assertThat(dockerd.docker("wait", id).text().strip()).isEqualTo("137");
        assertThat(inspect(id, "{{.State.OOMKilled}}")).isEqualTo("true");
    }

    @Test
    void publishedPortIsAnswered(@TempDir Path folder) throws IOException {
        assumeThat(stack.shim()).isEqualTo(Shim.JWASM);
        Outcome network = dockerd.docker("network", "create", "--subnet", SUBNET, "served");
        assumeThat(network.exitCode()).as(network.toString()).isZero();
        Path module =
                Path.of(System.getProperty("jwasm.it.project", ".."), "examples/http/http.wasm");
        TestImage image = TestImage.ofModule("docker.io/jwasm/http:1", Files.readAllBytes(module));
        dockerd.docker("load", "--input", image.writeTo(folder).toString()).orThrow();

        String id =
                run(
                                "jwasm/http:1",
                                List.of("--detach", "--network", "served", "-p", "8099:8080"),
                                "/main.wasm",
                                "--port",
                                "8080")
                        .orThrow()
                        .text()
                        .strip();
        Eventually.require(
                Duration.ofSeconds(60),
                () -> get(8099).contains("200 OK"),
                () -> dockerd.docker("logs", id).toString());

        assertThat(dockerd.docker("stop", id).exitCode()).isZero();
        assertThat(get(8099)).doesNotContain("200 OK");
    }

    /// Asks from the network that dockerd is in.
    private String get(int port) {
        return Command.of(
                        "nsenter",
                        "--net=/proc/" + stack.containerd().pid() + "/ns/net",
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/127.0.0.1/%d && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3"
                                .formatted(port))
                .run()
                .text();
    }

    private String inspect(String id, String format) {
        return dockerd.docker("inspect", "--format", format, id).orThrow().text().strip();
    }

    private Outcome run(List<String> options, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--network", "none"));
        all.addAll(options);
        return run(Guests.PROBE_IMAGE.replaceFirst("^docker.io/", ""), all, arguments);
    }

    private Outcome run(String image, List<String> options, String... arguments) {
        List<String> line = new ArrayList<>(List.of("run", "--runtime", stack.shim().type()));
        line.addAll(options);
        line.add(image);
        line.addAll(List.of(arguments));
        return dockerd.docker(line.toArray(String[]::new));
    }
}
