package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.peer.DockerRelease;
import io.jwasm.it.peer.Dockerd;
import io.jwasm.it.peer.Setup;
import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.Outcome;
import io.jwasm.it.process.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Docker's containers in daemons of their own, as a configuration file asks for. A container that
/// is in no pod of CRI is one by itself.
class DockerIsolationIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final MemoryGroups GROUPS = MemoryGroups.ofHost();

    @BeforeEach
    void requireMemoryController() {
        Assumptions.assumeTrue(
                Files.isWritable(GROUPS.root()), "no control groups that may be written");
    }

    @ParameterizedTest
    @CsvSource({"V28_5, container", "V28_5, pod", "V26_1, container", "V26_1, pod"})
    void containersLiveAndEndInDaemonsOfTheirOwn(
            DockerRelease release, String isolation, @TempDir Path folder) throws IOException {
        Path config =
                Files.writeString(
                        folder.resolve("config.toml"), "isolation = \"" + isolation + "\"\n");
        try (DockerStack docker =
                new DockerStack(
                        Shim.JWASM,
                        release,
                        (of, shims) ->
                                Setup.docker(of, shims).with("JWASM_CONFIG", config.toString()))) {
            Dockerd dockerd = docker.dockerd();
            Path home = docker.stack().containerd().home();
            dockerd.docker("load", "--input", Guests.meter().writeTo(home).toString()).orThrow();
            assertThat(run(dockerd, List.of("--rm"), "jwasm/probe:1", "echo", "hello").text())
                    .isEqualTo("hello\n");

            String limited =
                    run(
                                    dockerd,
                                    List.of("--detach", "--memory=256m", "--cpus=0.5"),
                                    "jwasm/meter:1",
                                    "hold",
                                    "24",
                                    "loop")
                            .text()
                            .strip();
            String other =
                    run(dockerd, List.of("--detach"), "jwasm/probe:1", "spin").text().strip();
            assertThat(daemons(home)).hasSize(2);
            awaitFigures(dockerd, limited);

            dockerd.docker("stop", "--time", "1", limited).orThrow();
            assertThat(inspect(dockerd, limited, "{{.State.ExitCode}} {{.State.OOMKilled}}"))
                    .isIn("137 false", "143 false");
            assertThat(inspect(dockerd, other, "{{.State.Running}}")).isEqualTo("true");
            dockerd.docker("rm", limited).orThrow();
            dockerd.docker("rm", "--force", other).orThrow();
            Eventually.require(
                    LIMIT, () -> daemons(home).isEmpty(), () -> "left: " + daemons(home));
        }
    }

    private static void awaitFigures(Dockerd dockerd, String id) {
        String format = "{{.CPUPerc}} {{.MemUsage}} {{.PIDs}}";
        // The JVM takes a part of the 256 MiB; what is left is for the guest.
        Pattern figures = Pattern.compile("[\\d.]+% 2[4-9][\\d.]*MiB / 1\\d\\d[\\d.]*MiB 1");
        Eventually.require(
                LIMIT,
                () -> figures.matcher(stats(dockerd, id, format)).matches(),
                () -> stats(dockerd, id, format));
    }

    private static String stats(Dockerd dockerd, String id, String format) {
        return dockerd.docker("stats", "--no-stream", "--format", format, id)
                .orThrow()
                .text()
                .strip();
    }

    private static String inspect(Dockerd dockerd, String id, String format) {
        return dockerd.docker("inspect", "--format", format, id).orThrow().text().strip();
    }

    private static Outcome run(
            Dockerd dockerd, List<String> options, String image, String... arguments) {
        List<String> line = new ArrayList<>(List.of("run", "--network=none"));
        line.add("--runtime=" + Shim.JWASM.type());
        line.addAll(options);
        line.add(image);
        line.addAll(List.of(arguments));
        return dockerd.docker(line.toArray(String[]::new)).orThrow();
    }

    /// The JVMs that belong to a containerd.
    private static List<Long> daemons(Path home) {
        return ProcessTable.belongingTo(home.toString()).stream()
                .filter(pid -> ProcessTable.commandLine(pid).contains("bootstrap.DaemonMain"))
                .toList();
    }
}
