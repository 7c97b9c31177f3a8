package io.jwasm.it.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.it.process.Command;
import io.jwasm.it.process.Outcome;
import io.jwasm.proto.task.v2.DeleteResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@MethodSource("shells")
record LauncherTest(String shell) {

    private static final int KILLED = 137;

    @TempDir private static Path shared;

    /// The shells of this machine that a node may have as `/bin/sh`.
    static Stream<String> shells() {
        return Stream.of("dash", "bash", "busybox sh")
                .filter(shell ->
                        Command.of("sh", "-c", "command -v " + shell.split(" ", -1)[0])
                                        .run()
                                        .exitCode()
                                == 0);
    }

    private LauncherScene scene() throws IOException {
        return new LauncherScene(Files.createTempDirectory(shared, "scene"), shell);
    }

    @Test
    void startAnswersTheLiveDaemonsAddressAndLeavesItInTheBundle() throws IOException {
        try (LauncherScene scene = scene()) {
            scene.daemonIs(LauncherScene.identity(scene.process()));
            Outcome outcome = scene.run("c1", "start");
            assertThat(outcome.text()).isEqualTo(LauncherScene.SOCKET + "\n");
            assertThat(outcome.error()).isEmpty();
            assertThat(scene.bundle().resolve("address")).hasContent(LauncherScene.SOCKET);
            assertThat(scene.state().resolve("pending/c1")).exists();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "../x", ".", "a b", "-x", "x-", "x\ny", "$(touch x)", "*"})
    void malformedIdIsRefusedAndNothingIsWritten(String id) throws IOException {
        try (LauncherScene scene = scene()) {
            scene.daemonIs(LauncherScene.identity(scene.process()));
            Outcome outcome = scene.run(id, "start");
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.text()).isEmpty();
            assertThat(outcome.error()).contains("container id").contains("must be letters");
            assertThat(scene.state().resolve("pending")).isEmptyDirectory();
        }
    }

    @Test
    void idOf300CharactersIsRefusedWithBothNumbers() throws IOException {
        try (LauncherScene scene = scene()) {
            Outcome outcome = scene.run("x".repeat(300), "start");
            assertThat(outcome.error()).contains("300").contains("76");
            assertThat(outcome.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void deleteAfterAnOrderlyDeleteAnswersWithoutAskingAnybody() throws IOException {
        try (LauncherScene scene = scene()) {
            scene.daemonIs(LauncherScene.identity(scene.process()));
            assertThat(scene.delete("c1").getExitStatus()).isEqualTo(KILLED);
        }
    }

    @Test
    void deleteWithADeadDaemonKillsTheAnchorAndReports137() throws Exception {
        try (LauncherScene scene = scene()) {
            Process anchor = scene.process();
            scene.daemonIs("4194305 1");
            scene.taskIs("c1", "pid " + LauncherScene.identity(anchor), "bundle /b");
            long before = System.currentTimeMillis() / 1000;
            DeleteResponse response = scene.delete("c1");
            assertThat(response.getPid()).isEqualTo((int) anchor.pid());
            assertThat(response.getExitStatus()).isEqualTo(KILLED);
            assertThat(response.getExitedAt().getSeconds()).isBetween(before, before + 60);
            assertThat(anchor.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(scene.state().resolve("tasks/c1")).doesNotExist();
            assertThat(scene.delete("c1").getExitStatus()).as("a second time").isEqualTo(KILLED);
        }
    }

    @Test
    void deleteWithADeadDaemonReportsTheExitThatWasRecorded() throws IOException {
        try (LauncherScene scene = scene()) {
            scene.taskIs("c1", "pid 4194305 77", "bundle /b", "exit 300 1234567890 999999999");
            DeleteResponse response = scene.delete("c1");
            assertThat(response.getExitStatus()).isEqualTo(300);
            assertThat(response.getPid()).isEqualTo(4194305);
            assertThat(response.getExitedAt().getSeconds()).isEqualTo(1234567890);
            assertThat(response.getExitedAt().getNanos()).isEqualTo(999999999);
        }
    }

    @Test
    void deleteLeavesAProcessThatOnlyHasTheAnchorsOldPidAlone() throws IOException {
        try (LauncherScene scene = scene()) {
            Process stranger = scene.process();
            scene.taskIs("c1", "pid " + stranger.pid() + " 1", "bundle /b");
            scene.delete("c1");
            assertThat(stranger.isAlive()).isTrue();
        }
    }

    @Test
    void deleteUnmountsWhatTheTaskListed() throws IOException {
        try (LauncherScene scene = scene()) {
            Path target = Files.createDirectory(scene.bundle().resolve("rootfs"));
            Outcome mounted = Command.of("mount", "-t", "tmpfs", "none", target.toString()).run();
            assumeTrue(mounted.exitCode() == 0, "mounting needs root: " + mounted.error());
            scene.taskIs("c1", "pid 4194305 77", "bundle /b", "mount " + target);
            scene.delete("c1");
            assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                    .doesNotContain(target.toString().replace(" ", "\\040"));
        }
    }

    @Test
    void goFlagSyntaxIsUnderstood() throws IOException {
        try (LauncherScene scene = scene()) {
            scene.daemonIs(LauncherScene.identity(scene.process()));
            Outcome outcome =
                    scene.run("c1", "--debug", "-socket=x", "--debug-socket", "y", "start");
            assertThat(outcome.text()).isEqualTo(LauncherScene.SOCKET + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "stop, unknown action \"stop\"",
        "'', no action given",
        "-frobnicate, flag provided but not defined: -frobnicate",
        "-id, flag needs an argument: -id"
    })
    void unknownActionOrFlagIsNamed(String word, String message) throws IOException {
        try (LauncherScene scene = scene()) {
            Outcome outcome = scene.run("c1", word);
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.text()).isEmpty();
            assertThat(outcome.error()).contains(message);
        }
    }
}
