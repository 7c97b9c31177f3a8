package io.jwasm.wasi.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.engine.Tier;
import io.jwasm.wasi.testing.ModuleRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Programs as people write them, on a language's own library.
class GuestProgramsTest {

    private static final Map<String, String> EXPECTED =
            Map.of(
                    "libc",
                    """
                    arguments 3, last ä
                    variables 2, A=b
                    input 0123456789
                    end 1
                    size 3890, directory 0
                    dangling 1
                    link 1
                    appended
                    allocated 100
                    modified 2.250000000
                    ready 1
                    /tree/d7: file
                    not empty 1
                    read-only 1
                    across 1
                    removed 82
                    /:
                    slept 1
                    """,
                    "std",
                    """
                    last argument ä
                    A=b
                    input Some("0123456789")
                    two three
                    length 3
                    modified now true
                    moved one
                    gone Err(true)
                    exists Err(true)
                    entries 31
                    copied 2
                    outside Err(())
                    left 0
                    slept true
                    """);

    @TempDir Path temporary;

    @ParameterizedTest
    @CsvSource({
        "libc, INTERPRETER, 7",
        "libc, COMPILER, 7",
        "std, INTERPRETER, 9",
        "std, COMPILER, 9"
    })
    void aProgramSaysAndLeavesWhatItWould(String program, Tier tier, int code) throws Exception {
        assumeThat(Files.isWritable(Path.of("/proc/sys/kernel/hostname")))
                .as("mounts and device nodes need root")
                .isTrue();
        try (GuestFixture fixture = new GuestFixture(temporary);
                ModuleRunner runner = new ModuleRunner(tier)) {
            ModuleRunner.Outcome outcome = runner.run(GuestModule.file(program), fixture.input());

            assertThat(outcome.stderr()).isEmpty();
            assertThat(outcome.stdout()).isEqualTo(EXPECTED.get(program));
            assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(code));
            assertThat(fixture.root()).isEmptyDirectory();
            assertThat(fixture.other()).isNotEmptyDirectory();
        }
    }
}
