package io.jwasm.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.ExitStatus;
import io.jwasm.linux.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final ContainerId ID = new ContainerId("redis");
    private static final TaskRecord RECORD =
            new TaskRecord(
                    ID,
                    new ProcessIdentity(42, 1234),
                    Path.of("/run/b/a b"),
                    List.of("/run/b/rootfs"),
                    List.of("/sys/fs/cgroup/cpu/x/redis", "/sys/fs/cgroup/pids/x/redis"),
                    Optional.empty());

    @TempDir Path directory;
    private StateDirectory state;

    @BeforeEach
    void prepare() throws Exception {
        state = StateDirectory.prepare(directory.resolve("a/-/moby"));
    }

    @Test
    void theDirectoryIsForItsOwnerAlone() throws Exception {
        for (Path part : List.of(state.path(), state.tasks(), state.pending())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(part)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void preparingTwiceChangesNothing() throws Exception {
        assertThat(StateDirectory.prepare(state.path())).isEqualTo(state);
    }

    @Test
    void aRelativeDirectoryIsRefused() {
        assertThatThrownBy(() -> StateDirectory.prepare(Path.of("run/jwasm")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nobodyClaimsADaemonWhoseDirectoryWasRemoved() throws Exception {
        Files.delete(state.pending());
        assertThat(new PendingClaims(state, Instant::now).hasFresh()).isFalse();
    }

    @Test
    void oneDaemonHoldsTheLock() throws Exception {
        try (DaemonLock held = DaemonLock.tryAcquire(state).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(DaemonLock.tryAcquire(state)).isEmpty();
        }
        try (DaemonLock next = DaemonLock.tryAcquire(state).orElseThrow()) {
            assertThat(next).isNotNull();
        }
    }

    @Test
    void theDaemonFileHasAThirdLineWhereContainerdIsToldSomethingElse() throws Exception {
        DaemonFile file =
                new DaemonFile(
                        state,
                        "unix:///run/s/x.sock",
                        new ProcessIdentity(42, 1234),
                        Optional.of("{}"));

        file.write();

        assertThat(state.daemonFile()).hasContent("unix:///run/s/x.sock\n42 1234\n{}\n");
    }

    @Test
    void theDaemonFileHasTwoLinesForTheLauncher() throws Exception {
        DaemonFile file =
                new DaemonFile(
                        state,
                        "unix:///run/s/x.sock",
                        new ProcessIdentity(42, 1234),
                        Optional.empty());
        file.write();
        assertThat(state.daemonFile()).hasContent("unix:///run/s/x.sock\n42 1234\n");
        file.remove();
        file.remove();
        assertThat(state.daemonFile()).doesNotExist();
    }

    @Test
    void theDaemonKnowsItself() throws Exception {
        int pid = (int) ProcessHandle.current().pid();

        assertThat(Optional.of(DaemonFile.self())).isEqualTo(ProcessIdentity.of(pid));
    }

    @Test
    void aTaskIsOneLineForEachFact() {
        assertThat(RECORD.exited(new ExitStatus(137, NOW.plusNanos(5))).format())
                .isEqualTo(
                        """
                        pid 42 1234
                        bundle /run/b/a b
                        mount /run/b/rootfs
                        cgroup /sys/fs/cgroup/cpu/x/redis
                        cgroup /sys/fs/cgroup/pids/x/redis
                        exit 137 1795168800 5
                        """);
    }

    @Test
    void aTaskIsReadBackAsItWasWritten() throws Exception {
        TaskFiles files = new TaskFiles(state);
        TaskRecord ended = RECORD.exited(new ExitStatus(3, NOW));

        files.write(ended);

        assertThat(files.read(ID)).contains(ended);
        assertThat(files.list()).containsExactly(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pid 42 1234",
                "pid 42\nbundle /b",
                "pid 0 1\nbundle /b",
                "pid x y\nbundle /b",
                "bundle /b",
                "pid 42 1234\nbundle /b\nexit 300 1 1",
                "pid 42 1234\nbundle /b\nwhat /x",
                "nonsense"
            })
    void aTornTaskFileSaysNothing(String text) {
        assertThat(TaskRecord.parse(ID, text)).isEmpty();
    }

    @Test
    void aPathWithALineBreakCannotForgeALine() {
        assertThatThrownBy(() ->
                        new TaskRecord(
                                ID,
                                new ProcessIdentity(42, 1),
                                Path.of("/b\nexit 0 0 0"),
                                List.of(),
                                List.of(),
                                Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void removingATaskRemovesItsClaim() throws Exception {
        TaskFiles files = new TaskFiles(state);
        files.write(RECORD);
        Files.createFile(state.pending().resolve("redis"));

        files.remove(ID);
        files.remove(ID);

        assertThat(state.tasks()).isEmptyDirectory();
        assertThat(state.pending()).isEmptyDirectory();
    }

    @Test
    void aTaskThatCannotBeWrittenLeavesNothingBehind() throws Exception {
        Path inTheWay = Files.createDirectory(state.tasks().resolve(ID.value()));

        assertThatThrownBy(() -> new TaskFiles(state).write(RECORD))
                .isInstanceOf(IOException.class);

        try (Stream<Path> files = Files.list(state.tasks())) {
            assertThat(files).containsExactly(inTheWay);
        }
    }

    @Test
    void theTemporaryFileOfADeadWriterIsRemoved() throws Exception {
        Files.createFile(state.tasks().resolve(".redis.tmp"));

        assertThat(new TaskFiles(state).list()).isEmpty();
        assertThat(state.tasks()).isEmptyDirectory();
    }

    @Test
    void aFreshClaimIsSeen() throws Exception {
        claim(NOW.minus(Duration.ofSeconds(99)));

        assertThat(new PendingClaims(state, () -> NOW).hasFresh()).isTrue();
    }

    @Test
    void anOldClaimIsRemoved() throws Exception {
        claim(NOW.minus(PendingClaims.LIFETIME));

        assertThat(new PendingClaims(state, () -> NOW).hasFresh()).isFalse();
        assertThat(state.pending()).isEmptyDirectory();
    }

    private void claim(Instant at) throws Exception {
        Path claim = Files.createFile(state.pending().resolve("redis"));
        Files.setLastModifiedTime(claim, FileTime.from(at));
    }
}
