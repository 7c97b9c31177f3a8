package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.process.Command;
import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// SIGUSR1, which asks a daemon for its threads, never ends it, however early it comes.
class DaemonSignalIT {
    private static final long SIGUSR1_BIT = 1L << (10 - 1); // signal(7), proc_pid_status(5)
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void sigusr1EndsNoDaemonThatHasJustBegun() throws Exception {
        try (TaskClient daemon = new TaskClient()) {
            long pid = daemon.pid();

            assertThat(mask(pid, "SigIgn") | mask(pid, "SigCgt"))
                    .as("ignored or caught, before it logs")
                    .matches(signals -> (signals & SIGUSR1_BIT) != 0);

            Eventually.require(LIMIT, () -> hasThreadsInItsLog(daemon), () -> "no threads");
            assertThat(ProcessTable.isAlive(pid)).isTrue();
        }
    }

    private static boolean hasThreadsInItsLog(TaskClient daemon) {
        Command.of("kill", "-USR1", Long.toString(daemon.pid())).run().orThrow();
        return daemon.hasLog()
                && daemon.log().stream().anyMatch(line -> line.contains("container-broker"));
    }

    private static long mask(long pid, String name) throws IOException {
        String status = Files.readString(Path.of("/proc/" + pid + "/status"));
        Matcher line = Pattern.compile(name + ":\\s+([0-9a-f]+)").matcher(status);
        assertThat(line.find()).as(status).isTrue();
        return Long.parseUnsignedLong(line.group(1), 16);
    }
}
