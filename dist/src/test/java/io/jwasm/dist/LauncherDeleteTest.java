package io.jwasm.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.protobuf.Timestamp;
import io.jwasm.proto.task.v2.DeleteResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Shell.class)
class LauncherDeleteTest {

    private static final int KILLED = 137;
    private static final String SOCKET = "unix:///run/containerd/s/0123456789abcdef";

    private final Shell shell;
    private Launcher launcher;
    private Bystander anchor;

    LauncherDeleteTest(Shell shell) {
        this.shell = shell;
    }

    @BeforeEach
    void install(@TempDir Path folder) throws IOException {
        launcher = Launcher.install(shell, folder);
        anchor = Bystander.start();
    }

    @AfterEach
    void end() {
        launcher.close();
        anchor.close();
    }

    @Test
    void deletedTaskNeedsNoJvm() throws Exception {
        try (Bystander daemon = Bystander.start()) {
            launcher.writeDaemon(SOCKET + "\n" + daemon.identity() + "\n");

            DeleteResponse answer = launcher.delete().deleted();

            assertThat(answer.getExitStatus()).isEqualTo(KILLED);
            assertThat(launcher.launches()).isEmpty();
        }
    }

    @Test
    void unknownTaskWithoutAnyStateIsNoError() throws Exception {
        Process delete = new ProcessBuilder("rm", "-rf", launcher.root().toString()).start();
        assertThat(delete.waitFor()).isZero();

        assertThat(launcher.delete().deleted().getExitStatus()).isEqualTo(KILLED);
        assertThat(launcher.root()).doesNotExist();
    }

    @Test
    void claimIsTakenBack() throws Exception {
        Path claim = launcher.state().resolve("pending").resolve(Launcher.ID);
        Files.createFile(claim);

        launcher.delete().orThrow();

        assertThat(claim).doesNotExist();
    }

    @ParameterizedTest(name = "pid {0} code {1} at {2}.{3}")
    @CsvSource({
        "1999999999, 0, 1, 0",
        "1999999999, 1, 1763690000, 1",
        "1999999999, 127, 1763690000, 127",
        "1999999999, 128, 1763690000, 128",
        "1999999999, 255, 4102444800, 999999999",
        "1999999999, 37, 37, 37",
        "1999999999, 92, 12124, 12124",
        "2147483646, 42, 253402300799, 536870912"
    })
    void recordedExitIsAnswered(int pid, int code, long seconds, int nanos) throws Exception {
        writeTask("pid %d 5\nbundle /x\nexit %d %d %d\n".formatted(pid, code, seconds, nanos));

        assertThat(launcher.delete().deleted())
                .isEqualTo(
                        DeleteResponse.newBuilder()
                                .setPid(pid)
                                .setExitStatus(code)
                                .setExitedAt(
                                        Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos))
                                .build());
    }

    @Test
    void guestOfADeadDaemonWasKilledNow() throws Exception {
        writeTask("pid 1999999999 5\nbundle /x\n");
        long before = Instant.now().getEpochSecond();

        DeleteResponse answer = launcher.delete().deleted();

        assertThat(answer.getExitStatus()).isEqualTo(KILLED);
        assertThat(answer.getPid()).isEqualTo(1_999_999_999);
        assertThat(answer.getExitedAt().getSeconds())
                .isBetween(before, Instant.now().getEpochSecond());
    }

    @Test
    void anchorOfADeadDaemonIsKilled() throws Exception {
        writeTask("pid " + anchor.identity() + "\nbundle /x\n");

        DeleteResponse answer = launcher.delete().deleted();

        assertThat(answer.getPid()).isEqualTo((int) anchor.pid());
        assertThat(anchor.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(anchor.process().exitValue()).isEqualTo(KILLED);
    }

    @Test
    void processThatGotTheAnchorsIdIsLeftAlone() throws Exception {
        writeTask("pid %d %d\nbundle /x\n".formatted(anchor.pid(), anchor.startTime() - 1));

        launcher.delete().orThrow();

        assertThat(anchor.process().isAlive()).isTrue();
    }

    @Test
    void secondDeleteFindsNothingToDo() throws Exception {
        writeTask("pid " + anchor.identity() + "\nbundle /x\n");
        launcher.delete().orThrow();

        assertThat(launcher.delete().deleted().getPid()).isZero();
        assertThat(launcher.stateFiles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pid 08 5\n",
                "pid 1+1 5\n",
                "pid -1 5\n",
                "pid ../self 5\n",
                "pid",
                "pid 1999999999 5\nexit 08 09 09\n",
                "pid 1999999999 5\nexit x 1 2\n",
                "pid 1999999999 5\nexit 1\n",
                "pid 1999999999 5\nexit 99999999999999999999 1 2\n",
                "pid 1999999999 5\nexit $(touch /jwasm-was-here) 1 2\n",
                "%s%n\\0101"
            })
    void brokenTaskFileCountsForAKilledGuest(String content) throws Exception {
        writeTask(content);

        assertThat(launcher.delete().deleted().getExitStatus()).isEqualTo(KILLED);
        assertThat(launcher.task()).doesNotExist();
        assertThat(Path.of("/jwasm-was-here")).doesNotExist();
    }

    @Test
    void attachedMountsAreUndone() throws Exception {
        Path outer = Files.createDirectories(launcher.bundle().resolve("root  fs"));
        assumeThat(mount(outer)).as("mounting needs root").isZero();
        Path inner = Files.createDirectories(outer.resolve("inner"));
        assertThat(mount(inner)).isZero();
        writeTask("pid 1999999999 5\nbundle /x\nmount %s\nmount %s\n".formatted(outer, inner));

        launcher.delete().orThrow();

        assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain("root\\040\\040fs");
    }

    @Test
    void directoriesOfTheControlGroupAreRemoved() throws Exception {
        Path one = Files.createDirectories(launcher.bundle().resolve("cgroup one/c1"));
        Path two = Files.createDirectories(launcher.bundle().resolve("*/c1"));
        Path gone = launcher.bundle().resolve("gone");
        writeTask(
                "pid 1999999999 5\nbundle /x\ncgroup %s\ncgroup %s\ncgroup %s\n"
                        .formatted(one, gone, two));

        assertThat(launcher.delete().deleted().getExitStatus()).isEqualTo(KILLED);

        assertThat(one).doesNotExist();
        assertThat(two).doesNotExist();
        assertThat(one.getParent()).exists();
    }

    @Test
    void controlGroupIsRemovedOnceItsAnchorIsGone() throws Exception {
        Path group = Path.of("/sys/fs/cgroup/pids/jwasm-launcher-" + anchor.pid());
        assumeThat(Objects.requireNonNull(group.getParent()).resolve("cgroup.procs"))
                .as("cgroup v1")
                .isWritable();
        Files.createDirectory(group);
        Files.writeString(group.resolve("cgroup.procs"), Long.toString(anchor.pid()));
        writeTask("pid %s\nbundle /x\ncgroup %s\n".formatted(anchor.identity(), group));

        launcher.delete().orThrow();

        assertThat(group).doesNotExist();
    }

    private static int mount(Path target) throws IOException, InterruptedException {
        return new ProcessBuilder("mount", "-t", "tmpfs", "jwasm-test", target.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void liveDaemonIsAskedToDropWhatItStillHas() throws Exception {
        try (Bystander daemon = Bystander.start()) {
            launcher.writeDaemon(SOCKET + "\n" + daemon.identity() + "\n");
            writeTask("pid " + anchor.identity() + "\nbundle /x\n");
            DeleteResponse expected =
                    DeleteResponse.newBuilder().setPid(7).setExitStatus(9).build();
            Files.write(launcher.home().resolve("drop"), expected.toByteArray());

            assertThat(launcher.delete().deleted()).isEqualTo(expected);
            assertThat(launcher.home().resolve("arguments"))
                    .content()
                    .contains("-state\n" + launcher.state() + "\n-id\n" + Launcher.ID + "\n");
            assertThat(anchor.process().isAlive()).isTrue();
        }
    }

    @Test
    void daemonThatDoesNotDropIsDoneWithout() throws Exception {
        try (Bystander daemon = Bystander.start()) {
            launcher.writeDaemon(SOCKET + "\n" + daemon.identity() + "\n");
            writeTask("pid " + anchor.identity() + "\nbundle /x\n");

            Answer answer = launcher.delete();

            assertThat(answer.status()).isZero();
            assertThat(DeleteResponse.parseFrom(answer.output()).getPid())
                    .isEqualTo((int) anchor.pid());
            assertThat(launcher.task()).doesNotExist();
            assertThat(anchor.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void writeTask(String content) throws IOException {
        Files.writeString(launcher.task(), content);
    }
}
