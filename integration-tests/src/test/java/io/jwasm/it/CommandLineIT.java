package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.process.Command;
import io.jwasm.it.process.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `jwasm run` and `jwasm inspect` of the distribution, with no locale set.
class CommandLineIT {
    private static final int SIGINT_EXIT = 130;

    @TempDir static Path home;

    @TempDir Path folder;

    private static Path probe;

    @BeforeAll
    static void writeProbe() throws IOException {
        probe = Files.write(home.resolve("probe.wasm"), Guests.bytes("probe.wasm"));
        Files.createDirectories(home.resolve("tmp"));
    }

    @AfterAll
    static void endDaemon() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            Optional<Path> daemon =
                    files.filter(file -> file.getFileName().toString().equals("daemon")).findAny();
            if (daemon.isPresent()) {
                String line = Files.readAllLines(daemon.get()).get(1);
                ProcessHandle.of(Long.parseLong(line.substring(0, line.indexOf(' '))))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (UncheckedIOException _) {
            // A file of the daemon's went meanwhile; it ends by itself after a while.
        }
    }

    private static Command jwasm(List<String> options, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(Distribution.require().resolve("bin/jwasm").toString());
        line.addAll(options);
        line.addAll(List.of(arguments));
        return Command.of(line)
                .with(
                        Map.of(
                                "JWASM_STATE",
                                home.resolve("state").toString(),
                                "JWASM_CLIENT_OPTIONS",
                                "-Djava.io.tmpdir=" + home.resolve("tmp")));
    }

    private static Command run(List<String> options, String... arguments) {
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(options);
        all.add(probe.toString());
        return jwasm(all, arguments);
    }

    @Test
    void outputAndExitCodeAreTheGuests() {
        Outcome outcome = run(List.of(), "echo", "one", "", "two words").run();

        assertThat(outcome.text()).as(outcome.toString()).isEqualTo("one\n\ntwo words\n");
        assertThat(run(List.of(), "exit", "42").run().exitCode()).isEqualTo(42);
    }

    @Test
    void variablesReachTheGuest() {
        Outcome outcome =
                run(List.of("-e", "WHO=me and you", "-w", "/srv", "-e", "HOME"), "env").run();

        assertThat(outcome.text().lines())
                .contains("WHO=me and you", "PWD=/srv", "HOME=" + System.getenv("HOME"));
    }

    @Test
    void aReadOnlyVolumeIsReadAndNotWritten() throws IOException {
        Files.writeString(folder.resolve("file"), "from the host");
        List<String> volume = List.of("-v", folder + ":/data:ro");

        assertThat(run(volume, "cat", "/data/file").run().text()).isEqualTo("from the host");
        Outcome write = run(volume, "write", "/data/new", "x").run();
        assertThat(write.exitCode()).as(write.toString()).isEqualTo(1);
        assertThat(write.error()).containsIgnoringCase("read-only");
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void filesAreTheUsers() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

        run(List.of("-u", "1234:2345", "-v", folder + ":/data"), "write", "/data/new", "x")
                .run()
                .orThrow();

        assertThat(Files.getAttribute(folder.resolve("new"), "unix:uid")).isEqualTo(1234);
    }

    @Test
    void aMissingFileIsNamed() {
        Outcome outcome = jwasm(List.of("run"), "/no/such.wasm").run();

        assertThat(outcome.exitCode()).isEqualTo(127);
        assertThat(outcome.error())
                .isEqualTo("jwasm: \"/no/such.wasm\": no such file or directory\n");
    }

    @Test
    void controlCEndsTheGuest() throws Exception {
        Process process = run(List.of(), "spin").start();
        // What the guest is given on its standard input it would take only when it runs.
        assertThat(process.waitFor(1, TimeUnit.SECONDS)).isFalse();

        Command.of("kill", "-INT", Long.toString(process.pid())).run().orThrow();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(SIGINT_EXIT);
    }

    @Test
    void nothingIsLeftOfARun() throws IOException {
        run(List.of(), "echo").run().orThrow();

        assertThat(home.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void whatWouldBeGrantedIsPrinted() {
        Outcome outcome =
                jwasm(
                                List.of("inspect", "-v", folder + ":/data:ro", "--network", "none"),
                                probe.toString())
                        .run();

        assertThat(outcome.text())
                .as(outcome.toString())
                .contains("/data        host's " + folder + ", read-only")
                .contains("sockets      none")
                .contains("wasi_snapshot_preview1.path_open");
    }

    @Test
    void bytesThatAreNoTextReachTheGuest() {
        // A shell passes any bytes on; Java would not.
        Outcome outcome =
                Command.of(
                                "sh",
                                "-c",
                                "exec \"$1\" run \"$2\" echo \"$(printf 'a\\377\\303\\274')\"",
                                "sh",
                                Distribution.require().resolve("bin/jwasm").toString(),
                                probe.toString())
                        .with(Map.of("JWASM_STATE", home.resolve("state").toString()))
                        .run();

        assertThat(outcome.output().toByteArray())
                .as(outcome.toString())
                .isEqualTo(new byte[] {'a', (byte) 0xff, (byte) 0xc3, (byte) 0xbc, '\n'});
    }
}
