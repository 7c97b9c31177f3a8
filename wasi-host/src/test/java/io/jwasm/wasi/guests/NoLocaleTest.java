package io.jwasm.wasi.guests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jwasm.wasi.engine.Tier;
import io.jwasm.wasi.testing.ModuleRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A daemon has no locale, and then Java's own paths are ASCII: names, arguments and environment
/// pass all the same. Runs a Java of its own, without any environment.
class NoLocaleTest {

    @TempDir Path temporary;

    @Test
    void namesAndArgumentsAreBytesWithoutALocale() throws Exception {
        assumeThat(Files.isWritable(Path.of("/proc/sys/kernel/hostname")))
                .as("mounts need root")
                .isTrue();
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NoLocaleTest.class.getName(),
                        temporary.toString());
        builder.environment().clear();
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said)
                .isEqualTo(
                        """
                        paths are in ANSI_X3.4-1968
                        directories names_are_bytes: Exited[code=0]
                        process arguments_are_as_given: Exited[code=0]
                        process the_environment_is_as_given: Exited[code=0]
                        """);
    }

    /// What the other Java does.
    ///
    /// @param args a directory to work in
    /// @throws Exception when a guest cannot be run
    @SuppressWarnings("SystemOut") // How it tells the test.
    public static void main(String[] args) throws Exception {
        System.out.println("paths are in " + System.getProperty("sun.jnu.encoding"));
        String[][] cases = {
            {"directories", "names_are_bytes"},
            {"process", "arguments_are_as_given"},
            {"process", "the_environment_is_as_given"}
        };
        try (ModuleRunner runner = new ModuleRunner(Tier.INTERPRETER)) {
            for (String[] one : cases) {
                try (GuestFixture fixture = new GuestFixture(Path.of(args[0], one[1]))) {
                    ModuleRunner.Outcome outcome =
                            runner.run(GuestModule.file(one[0]), one[1], fixture.input());
                    System.out.println(
                            one[0] + " " + one[1] + ": " + outcome.exit() + outcome.stderr());
                }
            }
        }
        System.exit(0);
    }
}
