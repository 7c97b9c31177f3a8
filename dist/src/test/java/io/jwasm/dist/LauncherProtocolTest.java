package io.jwasm.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher where containerd is to speak ttrpc or gRPC to the daemon.
@ParameterizedClass
@EnumSource(Shell.class)
class LauncherProtocolTest {

    private static final String ANSWER =
            "{\"version\":2,\"address\":\"/run/s/0123.grpc\",\"protocol\":\"grpc\"}";

    private final Shell shell;
    private Launcher launcher;
    private Path folder;

    LauncherProtocolTest(Shell shell) {
        this.shell = shell;
    }

    @BeforeEach
    void install(@TempDir Path temporary) throws IOException {
        folder = temporary;
        launcher = Launcher.install(shell, temporary);
    }

    @AfterEach
    void end() {
        launcher.close();
    }

    private Answer startWith(String configuration) throws Exception {
        Path file = folder.resolve("config.toml");
        Files.writeString(file, configuration);
        return start(Map.of("JWASM_CONFIG", file.toString()));
    }

    private Answer start(Map<String, String> environment) throws Exception {
        return launcher.of(Launcher.ID, launcher.bundle(), "start", environment);
    }

    private String classPath() throws IOException {
        return Files.readAllLines(launcher.home().resolve("arguments")).stream()
                .filter(word -> word.contains("/app/"))
                .findFirst()
                .orElseThrow()
                .replace(launcher.folder() + "/bin/../lib/jwasm/app/", "");
    }

    @Test
    void thirdLineIsTheWholeAnswerAndLeftInTheBundle() throws Exception {
        try (Bystander daemon = Bystander.start()) {
            launcher.writeDaemon("unix:///run/s/0123\n" + daemon.identity() + "\n" + ANSWER + "\n");

            assertThat(launcher.start().orThrow().text()).isEqualTo(ANSWER);
            assertThat(launcher.bundle().resolve("address")).hasContent(ANSWER);
            assertThat(launcher.launches()).isEmpty();
        }
    }

    @Test
    void daemonSpeaksTtrpcUnlessAskedAndHasNothingMoreOnItsClassPath() throws Exception {
        launcher.start().orThrow();

        assertThat(classPath()).isEqualTo("a.jar:b.jar");
        assertThat(launcher.home().resolve("arguments"))
                .content()
                .contains("-protocol\nttrpc\n-protocol-of-file\nttrpc\n");
    }

    @Test
    void variableAsksForGrpcAndItsJarsComeLast() throws Exception {
        start(Map.of("JWASM_PROTOCOL", "grpc")).orThrow();

        assertThat(classPath()).isEqualTo("a.jar:b.jar:g.jar:h.jar");
        assertThat(launcher.home().resolve("arguments"))
                .content()
                .contains("-protocol\ngrpc\n-protocol-of-file\n\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "protocol = \"grpc\"",
                "isolation = \"shared\"\nprotocol='grpc' # why\n[daemon]\nlinger = \"1s\"\n"
            })
    void fileAsksForGrpc(String configuration) throws Exception {
        startWith(configuration).orThrow();

        assertThat(classPath()).endsWith(":g.jar:h.jar");
        assertThat(launcher.home().resolve("arguments"))
                .content()
                .contains("-protocol\ngrpc\n-protocol-of-file\ngrpc\n");
    }

    @Test
    void variableGoesBeforeTheFile() throws Exception {
        Path file = folder.resolve("config.toml");
        Files.writeString(file, "protocol = \"grpc\"\n");

        start(Map.of("JWASM_CONFIG", file.toString(), "JWASM_PROTOCOL", "ttrpc")).orThrow();

        assertThat(classPath()).isEqualTo("a.jar:b.jar");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "protocol = grpc|must be written as protocol = \"grpc\"",
                "protocol = \"http\"|protocol is \"http\", it must be \"ttrpc\" or \"grpc\""
            })
    void whatIsNotUnderstoodIsRefused(String configuration, String message) throws Exception {
        Answer answer = startWith(configuration + "\n");

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.error()).contains(message);
        assertThat(launcher.launches()).isEmpty();
        assertThat(launcher.state().resolve("pending")).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "containerd github.com/containerd/containerd 1.6.20~ds1 1.6.20~ds1-1, false",
        "containerd github.com/containerd/containerd 1.7.24~ds1 1.7.24~ds1-6, true",
        "containerd containerd.io v1.7.27 05044ec0a9a75232cad458027ca83437aae3f4da, true",
        "containerd github.com/containerd/containerd/v2 2.1.4 2.1.4, false",
        "containerd github.com/containerd/containerd/v2 v2.3.0 1.7.1, false",
        "something else, true"
    })
    void containerdThatCannotIsRefusedByName(String version, boolean can) throws Exception {
        Path containerd = folder.resolve("containerd");
        Files.writeString(containerd, "#!/bin/sh\necho '" + version + "'\n");
        Files.setPosixFilePermissions(containerd, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> arguments = new ArrayList<>(Launcher.arguments("start"));
        arguments.set(arguments.indexOf("/nowhere/containerd"), containerd.toString());
        Files.writeString(folder.resolve("config.toml"), "protocol = \"grpc\"\n");

        Answer answer =
                launcher.of(
                        arguments,
                        Map.of("JWASM_CONFIG", folder.resolve("config.toml").toString()));

        assertThat(answer.status()).isEqualTo(can ? 0 : 1);
        if (!can) {
            assertThat(answer.error())
                    .contains("protocol is \"grpc\", which works with containerd 1.7 and no other");
            assertThat(launcher.launches()).isEmpty();
        }
    }

    @Test
    void programThatDropsATaskNeedsNoGrpc() throws Exception {
        try (Bystander daemon = Bystander.start()) {
            launcher.writeDaemon("unix:///run/s/0123\n" + daemon.identity() + "\n" + ANSWER + "\n");
            Files.writeString(launcher.task(), "pid 1 1\nbundle /b\n");
            Files.writeString(launcher.home().resolve("drop"), "dropped");

            Answer answer =
                    launcher.of(
                            Launcher.ID,
                            launcher.bundle(),
                            "delete",
                            Map.of("JWASM_PROTOCOL", "grpc"));

            assertThat(answer.orThrow().text()).isEqualTo("dropped");
            assertThat(classPath()).isEqualTo("a.jar:b.jar");
        }
    }
}
