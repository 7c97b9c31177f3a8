package io.jwasm.wasi.preview1;

import static io.jwasm.wasi.testing.TestGuest.ROOT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.testing.TestGuest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Beyond its limit of file sizes the kernel sends a process SIGXFSZ, which ends it by default: a
/// guest that writes on must be told, and its host, with all its other guests, go on. Runs a Java
/// of its own.
class FileSizeLimitTest {

    @TempDir Path temporary;

    @Test
    void writingBeyondTheDaemonsLimitIsAnErrorOfTheGuestAlone() throws Exception {
        Process process =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "ulimit -f 2048; exec \"$@\"", // blocks of 512 bytes
                                "sh",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FileSizeLimitTest.class.getName(),
                                temporary.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).isEqualTo("SUCCESS FBIG FBIG FBIG SUCCESS\n");
    }

    /// What the other Java does.
    ///
    /// @param args a directory to work in
    /// @throws Exception when there is no guest
    @SuppressWarnings("SystemOut") // How it tells the test.
    public static void main(String[] args) throws Exception {
        try (TestGuest guest = TestGuest.with(Path.of(args[0]))) {
            Errno opened = guest.open(ROOT, "file", 1);
            int fd = guest.result();
            Errno written = Errno.SUCCESS;
            for (int i = 0; i < 100 && written == Errno.SUCCESS; i++) {
                guest.vector(0, TestGuest.BYTES, 1 << 20);
                written = guest.call("fd_write", fd, TestGuest.VECTORS, 1, TestGuest.RESULT);
            }
            Errno grown = guest.call("fd_filestat_set_size", fd, 1L << 30);
            Errno allocated = guest.call("fd_allocate", fd, 0L, 1L << 30);
            Errno closed = guest.call("fd_close", fd);
            System.out.printf("%s %s %s %s %s%n", opened, written, grown, allocated, closed);
        }
    }
}
