package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.census.Census;
import io.jwasm.it.peer.Containerd;
import io.jwasm.it.peer.Release;
import io.jwasm.it.process.Command;
import io.jwasm.it.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// containerd speaks gRPC to the daemon where it is told to and can. What containers do then is
/// seen where it is over ttrpc: `RunIT`, `ControlIT`, `ContainerdRestartIT`, `DaemonKillIT`.
class GrpcIT {
    private static final String BUNDLES = "state/io.containerd.runtime.v2.task/default";
    private static final int AT_ONCE = 8;

    @Test
    void containerdIsToldToAndDoesAndNothingIsAmiss() throws IOException {
        try (Stack stack = Stack.overGrpc(Release.V1_7)) {
            String id = stack.detached("spin");
            Path home = stack.containerd().home();
            String address = Files.readString(home.resolve(BUNDLES).resolve(id).resolve("address"));
            List<String> log = daemonLog(home);
            stack.ctr("tasks", "rm", "--force", id);
            stack.ctr("containers", "rm", id).orThrow();

            assertThat(address)
                    .matches(
                            "\\{\"version\":2,\"address\":\"%s/jwasm/s/[0-9a-f]+\\.grpc\",\"protocol\":\"grpc\"}"
                                    .formatted(home));
            assertThat(log)
                    .anyMatch(line -> line.contains("serving gRPC at"))
                    .noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
        }
    }

    private static List<String> daemonLog(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("jwasm"))) {
            Path log = files.filter(file -> file.endsWith("daemon.log")).findFirst().orElseThrow();
            return Files.readAllLines(log);
        }
    }

    @Test
    void manyRunAtOnce() throws Exception {
        try (Stack stack = Stack.overGrpc(Release.V1_7)) {
            List<Process> runs = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                runs.add(stack.probe("exit", Integer.toString(i)).start());
            }
            for (int i = 0; i < AT_ONCE; i++) {
                assertThat(runs.get(i).waitFor()).isEqualTo(i);
            }
        }
    }

    @Test
    void refusalIsToldInTheSameWords() {
        try (Stack stack = Stack.overGrpc(Release.V1_7)) {
            Outcome outcome =
                    stack.run(
                                    Guests.PROBE_IMAGE,
                                    List.of("--rm"),
                                    Stack.newId(),
                                    List.of("/missing.wasm"))
                            .run();

            assertThat(outcome.exitCode()).isNotZero();
            assertThat(outcome.error()).contains("/missing.wasm");
        }
    }

    @ParameterizedTest
    @CsvSource({"V1_6, 1.6.", "V2_1, 2.1."})
    void otherReleasesAreRefusedByNameAndNothingIsLeft(Release release, String version) {
        try (Stack stack = Stack.overGrpc(release)) {
            Containerd containerd = stack.containerd();
            Census before = Census.settled(containerd, Census.none(), Duration.ofSeconds(2));
            Outcome outcome = stack.probe("echo").run();

            assertThat(outcome.exitCode()).isNotZero();
            assertThat(outcome.error())
                    .contains("protocol is \"grpc\", which works with containerd 1.7 and no other")
                    .contains(" is " + version);
            assertThat(Census.settled(containerd, before, Duration.ofSeconds(60)).beyond(before))
                    .isEmpty();
        }
    }

    @Test
    void theCommandLineSpeaksTtrpcWhateverIsConfigured(@TempDir Path folder) throws IOException {
        Path probe = Files.write(folder.resolve("probe.wasm"), Guests.bytes("probe.wasm"));
        Path configuration =
                Files.writeString(
                        folder.resolve("config.toml"),
                        "protocol = \"grpc\"\n[daemon]\nlinger = \"0s\"\n");

        Outcome outcome =
                Command.of(
                                Distribution.require().resolve("bin/jwasm").toString(),
                                "run",
                                probe.toString(),
                                "echo",
                                "hi")
                        .with(
                                Map.of(
                                        "JWASM_STATE",
                                        folder.resolve("state").toString(),
                                        "JWASM_CONFIG",
                                        configuration.toString()))
                        .run();

        assertThat(outcome.text()).as(outcome.toString()).isEqualTo("hi\n");
    }
}
