package io.jwasm.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Shell.class)
class LauncherStartTest {

    private static final String SOCKET = "unix:///run/containerd/s/0123456789abcdef";
    private static final String NEW_SOCKET = "unix:///fake/socket";

    private final Shell shell;
    private Launcher launcher;
    private Bystander daemon;

    LauncherStartTest(Shell shell) {
        this.shell = shell;
    }

    @BeforeEach
    void install(@TempDir Path folder) throws IOException {
        launcher = Launcher.install(shell, folder);
        daemon = Bystander.start();
    }

    @AfterEach
    void end() {
        launcher.close();
        daemon.close();
    }

    @Test
    void liveDaemonsAddressIsTheWholeAnswer() throws Exception {
        launcher.writeDaemon(SOCKET + "\n" + daemon.identity() + "\n");

        Answer answer = launcher.start().orThrow();

        assertThat(answer.text()).isEqualTo(SOCKET);
        assertThat(launcher.launches()).isEmpty();
    }

    @Test
    void addressIsLeftInTheBundleForContainerdsRestart() throws Exception {
        launcher.writeDaemon(SOCKET + "\n" + daemon.identity() + "\n");

        launcher.start().orThrow();

        assertThat(launcher.bundle().resolve("address")).hasContent(SOCKET);
    }

    @Test
    void claimIsThereWhenTheDaemonLooks() throws Exception {
        launcher.writeDaemon(SOCKET + "\n" + daemon.identity() + "\n");

        launcher.start().orThrow();

        assertThat(launcher.state().resolve("pending").resolve(Launcher.ID)).isEmptyFile();
    }

    @Test
    void missingDaemonIsStarted() throws Exception {
        Answer answer = launcher.start().orThrow();

        assertThat(answer.text()).isEqualTo(NEW_SOCKET);
        assertThat(launcher.launches()).hasSize(1);
        assertThat(launcher.state().resolve("starting")).doesNotExist();
    }

    @Test
    void deadDaemonIsReplaced() throws Exception {
        launcher.writeDaemon(SOCKET + "\n" + daemon.identity() + "\n");
        daemon.process().destroyForcibly().waitFor();

        assertThat(launcher.start().orThrow().text()).isEqualTo(NEW_SOCKET);
    }

    @Test
    void daemonWhoseProcessIdWasReusedIsReplaced() throws Exception {
        launcher.writeDaemon(SOCKET + "\n" + daemon.pid() + " " + (daemon.startTime() - 1) + "\n");

        assertThat(launcher.start().orThrow().text()).isEqualTo(NEW_SOCKET);
        assertThat(daemon.process().isAlive()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unix:///s\n",
                "unix:///s\nx y\n",
                "unix:///s\n0 1\n",
                "unix:///s\n01 1\n",
                "unix:///s\n../1 1\n",
                "unix:///s\n99999999999999999999 1\n"
            })
    void tornDaemonFileCountsForNone(String content) throws Exception {
        launcher.writeDaemon(content);

        assertThat(launcher.start().orThrow().text()).isEqualTo(NEW_SOCKET);
    }

    @Test
    void daemonIsToldAllThatItNeeds() throws Exception {
        launcher.start().orThrow();

        assertThat(launcher.home().resolve("arguments"))
                .content()
                .contains("io.jwasm.core.bootstrap.DaemonMain")
                .contains("-namespace\n" + Launcher.NAMESPACE + "\n")
                .contains("-address\n" + Launcher.ADDRESS + "\n")
                .contains("-state\n" + launcher.state() + "\n")
                .contains("-ttrpc-address\n/run/events.sock\n")
                .contains("-bundle\n" + launcher.bundle() + "\n")
                .contains("/app/a.jar:")
                .doesNotContain("-debug");
    }

    @Test
    void daemonGetsNothingOfTheEnvironment() throws Exception {
        launcher.start().orThrow();

        assertThat(Files.readAllLines(launcher.home().resolve("environment")))
                .filteredOn(line -> !line.startsWith("PWD=") && !line.startsWith("_="))
                .containsExactly("LC_ALL=C.UTF-8");
    }

    @Test
    void stateIsForItsUserAlone() throws Exception {
        Process delete = new ProcessBuilder("rm", "-rf", launcher.root().toString()).start();
        assertThat(delete.waitFor()).isZero();

        launcher.start().orThrow();

        Path folder = launcher.root();
        assertThat(Files.getPosixFilePermissions(folder)).as("%s", folder).hasSize(3);
        for (Path name : launcher.root().relativize(launcher.state())) {
            folder = folder.resolve(name);
            assertThat(Files.getPosixFilePermissions(folder)).as("%s", folder).hasSize(3);
        }
    }

    @Test
    void racingStartsShareOneJvm() throws Exception {
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            starts.add(launcher.begin(Launcher.arguments("start")));
        }

        for (Process start : starts) {
            assertThat(Answer.of(start).orThrow().text()).isEqualTo(NEW_SOCKET);
        }
        assertThat(launcher.launches()).hasSize(1);
        assertThat(launcher.stateFiles())
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder("daemon", "early", Launcher.ID);
    }

    @Test
    void launcherThatDiedWhileItsTurnWasOnHoldsNobodyUp() throws Exception {
        Files.writeString(launcher.state().resolve("starting"), daemon.identity() + "\n");
        daemon.process().destroyForcibly().waitFor();

        assertThat(launcher.start().orThrow().text()).isEqualTo(NEW_SOCKET);
    }

    @Test
    void daemonThatGaveWayToOneThatThenWentIsStartedAgain() throws Exception {
        launcher.mode("second");

        assertThat(launcher.start().orThrow().text()).isEqualTo(NEW_SOCKET);
        assertThat(launcher.launches()).hasSize(2);
    }

    @Test
    void failingJvmsReasonIsShown() throws Exception {
        launcher.mode("fail");

        Answer answer = launcher.start();

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.output()).isEmpty();
        assertThat(answer.error())
                .contains("the daemon ended with status 1", "Unrecognized option: -XX:Nonsense");
        assertThat(launcher.state().resolve("starting")).doesNotExist();
        assertThat(launcher.state().resolve("pending")).isEmptyDirectory();
        assertThat(launcher.bundle().resolve("address")).doesNotExist();
    }

    @Test
    void missingRuntimeIsNamed() throws Exception {
        Files.delete(launcher.home().resolve("runtime/bin/java"));

        Answer answer = launcher.start();

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.error()).contains("status 127", "runtime/bin/java");
    }

    @Test
    void linkToTheLauncherFindsItsDistribution() throws Exception {
        Path link = launcher.folder().resolve("linked");
        Files.createSymbolicLink(link, launcher.script());

        Answer answer = Answer.of(launcher.begin(link, List.of("-v")));

        // There is no PATH to look readlink up in.
        assertThat(answer.orThrow().text()).contains("1.2.3");
    }
}
