package io.jwasm.core.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {

    private static final Path HELLO =
            Path.of("src/test/resources/guests/hello.wasm").toAbsolutePath();

    @TempDir Path directory;

    private static String inspect(String... words) throws CommandFailure {
        return inspectWithCache("none", words);
    }

    private static String inspectWithCache(String cache, String... words) throws CommandFailure {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, UTF_8);
        assertThat(InspectCommand.run(List.of(words), Map.of("JWASM_CACHE", cache), out)).isZero();
        return bytes.toString(UTF_8);
    }

    private void config(String json) throws Exception {
        Files.createDirectories(directory.resolve("rootfs"));
        Files.writeString(directory.resolve("config.json"), json);
    }

    @Test
    void aModuleIsShownWithWhatItWouldBeGranted() throws Exception {
        assertThat(
                        inspect(
                                "-v",
                                directory + ":/data:ro",
                                "-e",
                                "A=b c",
                                "-u",
                                "7:8",
                                "--network",
                                "none",
                                HELLO.toString(),
                                "one",
                                "two words"))
                .contains(
                        """
                        program
                          arguments    /hello.wasm one "two words"
                          environment  "A=b c"
                                       PWD=/
                          directory    /
                        user
                          id           7:8
                          umask        022
                        files
                          /            root file system
                        """)
                .contains("  /data        host's " + directory + ", read-only (rbind,ro)\n")
                .contains("  sockets      none\n")
                .contains("  memory       the daemon's\n")
                .contains("  descriptors  4096\n")
                .contains("  one call     2097148 KiB\n")
                .contains("  file         /hello.wasm\n")
                .contains("  entry        _start\n")
                .contains("wasi_snapshot_preview1.fd_write\n")
                .contains("  exports      ")
                .contains("  proposals    none\n")
                .contains("  interpreted  none\n")
                .contains("  cached       no\n")
                .containsPattern("  memory       \\d+ KiB, at most 4 GiB\n");
    }

    @Test
    void aCacheThatIsNotThereIsNotMade() throws Exception {
        Path cache = directory.resolve("cache");

        assertThat(inspectWithCache(cache.toString(), HELLO.toString()))
                .contains("  cached       no\n");

        assertThat(cache).doesNotExist();
    }

    @Test
    void aBundleIsShownThoughItsRootIsNotMounted() throws Exception {
        config(
                """
                {"process": {"args": ["/a\\u001b.wasm"], "cwd": "/", "user": {"uid": 5, "gid": 6,
                   "additionalGids": [7, 8]}},
                 "root": {"path": "rootfs", "readonly": true},
                 "mounts": [{"destination": "/proc", "type": "proc"},
                            {"destination": "/tmp", "type": "tmpfs", "options": ["size=1m"]}],
                 "linux": {"maskedPaths": ["/proc/kcore"],
                           "resources": {"memory": {"limit": 67108864}}}}
                """);

        assertThat(inspect(directory.toString()))
                .contains("  arguments    \"/a\\u001b.wasm\"\n")
                .contains("  groups       7 8\n")
                .contains("  /            root file system, read-only\n")
                .contains("  /proc        withheld (proc)\n")
                .contains("  /tmp         in memory (size=1m)\n")
                .contains("  hidden       /proc/kcore\n")
                .contains("  memory       64 MiB\n")
                .contains("module\n");
    }

    @Test
    void whatIsNotAModuleIsSaid() throws Exception {
        Path text = Files.writeString(directory.resolve("text.wasm"), "no module");

        assertThat(inspect(text.toString())).contains("  fault        ").contains("text.wasm");
    }

    @Test
    void anUnknownAnnotationEndsIt() throws Exception {
        config(
                """
                {"process": {"args": ["/a.wasm"], "cwd": "/"}, "root": {"path": "rootfs"},
                 "annotations": {"jwasm.io/x": "y"}}
                """);

        assertThatThrownBy(() -> inspect(directory.toString()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("annotation \"jwasm.io/x\" is not known");
    }
}
