package io.jwasm.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.proto.types.RuntimeInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Shell.class)
class LauncherArgumentsTest {

    private static final String SOCKET = "unix:///run/containerd/s/0123456789abcdef";

    private final Shell shell;
    private Launcher launcher;
    private Bystander daemon;

    LauncherArgumentsTest(Shell shell) {
        this.shell = shell;
    }

    @BeforeEach
    void install(@TempDir Path folder) throws IOException {
        launcher = Launcher.install(shell, folder);
        daemon = Bystander.start();
        launcher.writeDaemon(SOCKET + "\n" + daemon.identity() + "\n");
    }

    @AfterEach
    void end() {
        launcher.close();
        daemon.close();
    }

    static Stream<Arguments> hostileIdentifiers() {
        return Stream.of(
                Arguments.of("", "must not be empty"),
                Arguments.of("a/b", "must be letters and digits"),
                Arguments.of("../x", "must be letters and digits"),
                Arguments.of("..", "must be letters and digits"),
                Arguments.of(".", "must be letters and digits"),
                Arguments.of(".hidden", "must be letters and digits"),
                Arguments.of("a b", "must be letters and digits"),
                Arguments.of("a\nb", "must be letters and digits"),
                Arguments.of("a*", "must be letters and digits"),
                Arguments.of("$(id)", "must be letters and digits"),
                Arguments.of("é", "must be letters and digits"),
                Arguments.of("a-", "must be letters and digits"),
                Arguments.of("x".repeat(77), "has 77 characters, more than the 76 allowed"),
                Arguments.of("x".repeat(300), "has 300 characters, more than the 76 allowed"));
    }

    @ParameterizedTest
    @MethodSource("hostileIdentifiers")
    void hostileIdIsRefusedBeforeAnyFileIsTouched(String id, String reason) throws Exception {
        for (String action : List.of("start", "delete")) {
            assertRefused("container id", reason, Launcher.NAMESPACE, Launcher.ADDRESS, id, action);
        }
    }

    @ParameterizedTest
    @MethodSource("hostileIdentifiers")
    void hostileNamespaceIsRefusedBeforeAnyFileIsTouched(String namespace, String reason)
            throws Exception {
        assertRefused("namespace", reason, namespace, Launcher.ADDRESS, Launcher.ID, "start");
    }

    @ParameterizedTest
    @CsvSource({
        "'', is not an absolute path",
        "run/c.sock, is not an absolute path",
        "/run/../etc/c.sock, 'must be without'",
        "/run/./c.sock, 'must be without'",
        "/run//c.sock, 'must be without'",
        "/run/.., 'must be without'",
        "'/run/a\nb', holds a line break"
    })
    void hostileAddressIsRefusedBeforeAnyFileIsTouched(String address, String reason)
            throws Exception {
        assertRefused("address", reason, Launcher.NAMESPACE, address, Launcher.ID, "start");
    }

    private void assertRefused(
            String subject, String reason, String namespace, String address, String id, String verb)
            throws Exception {
        List<Path> before = launcher.stateFiles();

        Answer answer = launcher.run("-namespace", namespace, "-address", address, "-id", id, verb);

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.output()).isEmpty();
        assertThat(answer.error()).contains(subject, reason);
        assertThat(launcher.stateFiles()).isEqualTo(before);
        assertThat(launcher.launches()).isEmpty();
        assertThat(launcher.bundle()).isEmptyDirectory();
    }

    @Test
    void longestIdIsTaken() throws Exception {
        Answer answer =
                launcher.run(
                        "-namespace",
                        Launcher.NAMESPACE,
                        "-address",
                        Launcher.ADDRESS,
                        "-id",
                        "x".repeat(76),
                        "start");

        assertThat(answer.orThrow().text()).isEqualTo(SOCKET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-namespace|k8s.io|-address|/run/a b/containerd.sock|-id|x|start",
                "--namespace|k8s.io|--address|/run/a b/containerd.sock|--id|x|start",
                "-namespace=k8s.io|-address=/run/a b/containerd.sock|-id=x|start",
                "--namespace=k8s.io|--address=/run/a b/containerd.sock|--id=x|start",
                "-debug|-namespace=k8s.io|-address=unix:///run/a b/containerd.sock|-id=x|start",
                "-debug=false|-info=0|-namespace=k8s.io|-address=/run/a"
                        + " b/containerd.sock|-id=x|start",
                "-socket||-debug-socket=|-id|y|-namespace=k8s.io|-address=/run/a"
                        + " b/containerd.sock|-id=x|start",
                "-namespace=k8s.io|-address=/run/a b/containerd.sock|-id=x|--|start|-unknown"
            })
    void flagsAreReadAsGoReadsThem(String line) throws Exception {
        assertThat(launcher.run(line.split("\\|", -1)).orThrow().text()).isEqualTo(SOCKET);
        assertThat(launcher.state().resolve("pending/x")).exists();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-nonsense| flag provided but not defined: -nonsense",
                "-nonsense=1 start| flag provided but not defined: -nonsense",
                "-id| flag needs an argument: -id",
                "-debug=maybe start| invalid boolean value \"maybe\" for -debug",
                "---id x start| bad flag syntax",
                "-=x start| bad flag syntax",
                "''| no action given",
                "restart| unknown action \"restart\""
            })
    void wrongUseEndsWithTwo(String line, String reason) throws Exception {
        Answer answer = launcher.run(line.isEmpty() ? new String[0] : line.split(" ", -1));

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.output()).isEmpty();
        assertThat(answer.error()).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v", "-version", "--version", "-v=true"})
    void versionIsShown(String flag) throws Exception {
        assertThat(launcher.run(flag).orThrow().text())
                .isEqualTo("containerd-shim-jwasm-v1:\n  Version:  1.2.3\n  Revision: abcdef\n");
    }

    @Test
    void infoIsTheMessageThatTheFileHolds() throws Exception {
        RuntimeInfo info =
                RuntimeInfo.newBuilder()
                        .setName("io.containerd.jwasm.v1 %s \\ %%")
                        .putAnnotations("k", "é")
                        .build();
        StringBuilder escapes = new StringBuilder();
        for (byte value : info.toByteArray()) {
            escapes.append("\\0%03o".formatted(value & 0xff));
        }
        Files.writeString(launcher.home().resolve("info"), escapes + "\n");

        Answer answer = launcher.run("-info").orThrow();

        assertThat(RuntimeInfo.parseFrom(answer.output())).isEqualTo(info);
        assertThat(launcher.bundle()).isEmptyDirectory();
    }
}
