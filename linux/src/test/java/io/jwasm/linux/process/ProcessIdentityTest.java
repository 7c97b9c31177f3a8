package io.jwasm.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.linux.io.Poll;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdentityTest {

    @TempDir Path directory;

    @Test
    void ownIdentityIsAlive() throws Exception {
        ProcessIdentity self = ProcessIdentity.of(CurrentProcess.pid()).orElseThrow();
        assertThat(self.pid()).isEqualTo((int) ProcessHandle.current().pid());
        assertThat(self.isAlive()).isTrue();
        assertThat(self.sendSignal(0)).isTrue();
    }

    @Test
    void laterBearerOfThePidIsNotTouched() throws Exception {
        try (Pidfd child = spawn("/bin/sleep")) {
            ProcessIdentity now = ProcessIdentity.of(child.pid()).orElseThrow();
            ProcessIdentity before = new ProcessIdentity(child.pid(), now.startTime() - 1);
            assertThat(before.isAlive()).isFalse();
            assertThat(before.sendSignal(9)).isFalse();
            assertThat(child.hasExited()).isFalse();
            assertThat(now.sendSignal(9)).isTrue();
            assertThat(child.awaitExit(Poll.INFINITE)).isTrue();
            assertThat(now.isAlive()).as("a zombie is not alive").isFalse();
            child.reap();
            assertThat(now.sendSignal(9)).isFalse();
            assertThat(ProcessIdentity.of(child.pid())).isEmpty();
        }
    }

    @Test
    void nameWithParenthesesAndSpacesDoesNotShiftTheFields() throws Exception {
        Path program = directory.resolve("a) Z 1 (b");
        Files.copy(Path.of("/bin/sleep"), program);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        try (Pidfd plain = spawn("/bin/sleep");
                Pidfd odd = spawn(program.toString())) {
            assertThat(Files.readString(Path.of("/proc/" + odd.pid() + "/comm")))
                    .isEqualTo("a) Z 1 (b\n");
            ProcessIdentity first = ProcessIdentity.of(plain.pid()).orElseThrow();
            ProcessIdentity second = ProcessIdentity.of(odd.pid()).orElseThrow();
            assertThat(second.isAlive()).isTrue();
            assertThat(second.startTime() - first.startTime()).isBetween(0L, 1000L);
            for (Pidfd child : List.of(plain, odd)) {
                child.sendSignal(9);
                child.awaitExit(Poll.INFINITE);
                child.reap();
            }
        }
    }

    @Test
    void oomScoreIsReadAndSet() throws Exception {
        int before = CurrentProcess.oomScoreAdjustment(CurrentProcess.pid());
        CurrentProcess.setOomScoreAdjustment(before);
        assertThat(CurrentProcess.oomScoreAdjustment(CurrentProcess.pid())).isEqualTo(before);
    }

    private static Pidfd spawn(String file) throws Exception {
        return ChildProcess.spawn(
                new SpawnRequest(file, List.of("sleep", "100"), List.of(), Map.of(), true));
    }
}
