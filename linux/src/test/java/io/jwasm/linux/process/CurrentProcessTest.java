package io.jwasm.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.linux.io.KernelFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What changes a process for good is tried in a JVM of its own.
class CurrentProcessTest {

    @TempDir Path directory;

    @Test
    void daemonDetachesItself() throws Exception {
        Process jvm =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Probe.class.getName(),
                                directory.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jvm.waitFor()).as(output).isZero();
        assertThat(output.lines().toList())
                .containsExactly(
                        "session true", "cwd " + directory.toRealPath(), "umask 77", "oom 500");
    }

    static final class Probe {

        private Probe() {}

        public static void main(String[] args) throws Exception {
            CurrentProcess.startSession();
            CurrentProcess.changeDirectory(args[0]);
            CurrentProcess.setUmask(077);
            CurrentProcess.setChildSubreaper(true);
            CurrentProcess.setOomScoreAdjustment(500);
            String[] stat = ProcessIdentity.fieldsBehindName(KernelFile.read("/proc/self/stat"));
            int pid = CurrentProcess.pid();
            System.out.println("session " + List.of(stat).get(3).equals(Integer.toString(pid)));
            System.out.println("cwd " + Path.of("/proc/self/cwd").toRealPath());
            System.out.println("umask " + Integer.toOctalString(CurrentProcess.setUmask(022)));
            System.out.println("oom " + CurrentProcess.oomScoreAdjustment(pid));
        }
    }
}
