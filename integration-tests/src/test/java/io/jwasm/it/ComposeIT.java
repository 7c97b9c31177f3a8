package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jwasm.it.image.TestImage;
import io.jwasm.it.peer.DockerRelease;
import io.jwasm.it.peer.Dockerd;
import io.jwasm.it.peer.Peers;
import io.jwasm.it.process.Command;
import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `examples/compose`: a service in WebAssembly and one in Linux, in one file and on one network.
class ComposeIT {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("jwasm.it.project", ".."), "examples").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir Path folder;

    @Test
    void aLinuxServiceAsksAWasmServiceByItsName() {
        assumeThat(Command.of("sh", "-c", "command -v docker-compose").run().exitCode())
                .as("docker-compose is here")
                .isZero();
        try (DockerStack docker = new DockerStack(Shim.JWASM, DockerRelease.V28_5)) {
            load(docker.dockerd());
            try {
                compose(docker.dockerd(), "up", "--detach").orThrow();
                Eventually.require(
                        PATIENCE,
                        () -> logs(docker.dockerd()).contains("Hello from WebAssembly"),
                        () -> logs(docker.dockerd()));
                assertThat(docker.dockerd().docker("ps").text()).contains("web");
            } finally {
                compose(docker.dockerd(), "down");
            }
            assertThat(docker.dockerd().docker("ps", "--all", "--quiet").text()).isEmpty();
        }
    }

    private void load(Dockerd dockerd) {
        Path archive = folder.resolve("http.tar");
        Command.of(
                        Distribution.require().resolve("bin/jwasm").toString(),
                        "package",
                        "-o",
                        archive.toString(),
                        "-t",
                        "jwasm/http:1",
                        EXAMPLES.resolve("http/http.wasm").toString())
                .run()
                .orThrow();
        load(dockerd, archive);
        byte[] busybox = Peers.busybox();
        TestImage image =
                new TestImage(
                        "docker.io/library/busybox:latest",
                        TestImage.Platform.host(),
                        List.of(
                                TestImage.executable("bin/busybox", busybox),
                                TestImage.executable("bin/wget", busybox),
                                TestImage.executable("bin/sleep", busybox)),
                        List.of("/bin/busybox"));
        load(dockerd, image.writeTo(folder));
    }

    private static void load(Dockerd dockerd, Path archive) {
        dockerd.docker("load", "--input", archive.toString()).orThrow();
    }

    private static String logs(Dockerd dockerd) {
        return compose(dockerd, "logs", "--no-color").text();
    }

    private static Outcome compose(Dockerd dockerd, String... arguments) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "docker-compose",
                                "--host",
                                dockerd.address(),
                                "--file",
                                EXAMPLES.resolve("compose/compose.yaml").toString(),
                                "--project-name",
                                "jwit"));
        line.addAll(List.of(arguments));
        return Command.of(line).within(PATIENCE).run();
    }
}
