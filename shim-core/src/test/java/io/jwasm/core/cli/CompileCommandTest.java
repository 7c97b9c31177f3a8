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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `jwasm compile` and `jwasm cache` on a cache of their own.
class CompileCommandTest {

    private static final Path GUESTS = Path.of("src/test/resources/guests").toAbsolutePath();

    @TempDir Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void choose() {
        environment = Map.of("JWASM_CACHE", directory.resolve("cache").toString());
    }

    private String compile(String... words) throws CommandFailure {
        printed.reset();
        assertThat(CompileCommand.run(List.of(words), environment, stream(printed), stream(told)))
                .isZero();
        return printed.toString(UTF_8);
    }

    private String cache(String... words) throws CommandFailure {
        printed.reset();
        assertThat(CacheCommand.run(List.of(words), environment, stream(printed))).isZero();
        return printed.toString(UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, UTF_8);
    }

    private static String guest(String name) {
        return GUESTS.resolve(name).toString();
    }

    @Test
    void aModuleIsCompiledOnceAndThenCached() throws Exception {
        assertThat(compile(guest("hello.wasm"))).contains("/hello.wasm").contains("compiled in ");
        assertThat(compile(guest("hello.wasm"))).contains("cached before");
        printed.reset();
        InspectCommand.run(List.of(guest("hello.wasm")), environment, stream(printed));
        assertThat(printed.toString(UTF_8)).contains("  cached       yes\n");
    }

    @Test
    void cachedModulesAreListedAndRemoved() throws Exception {
        String digest = compile(guest("hello.wasm")).substring(0, 64);
        compile(guest("cat.wasm"));

        assertThat(cache("ls"))
                .contains(digest)
                .contains("2 modules, ")
                .contains(" of 1.0 GiB in ");
        assertThat(cache("rm", digest.substring(0, 12))).contains(digest).contains("removed 1 ");
        assertThat(cache("ls")).doesNotContain(digest).contains("1 modules, ");
        assertThat(cache("prune")).contains("removed 0 modules");
        assertThat(cache("prune", "--unused-for", "1h")).contains("removed 0 modules");
        assertThat(cache("prune", "--keep", "1GiB")).contains("removed 0 modules");
        assertThat(cache("prune", "--unused-for", "0m")).contains("removed 1 modules");
        compile(guest("cat.wasm"));
        assertThat(cache("prune", "--all")).contains("removed 1 modules");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00 61 73 6d 0d 00 01 00 | is a WebAssembly component",
                "7f 45 4c 46 02 01 01 00 | is an ELF file",
                "00 61 73 6d 01 00 00 00 01 05 01 | is truncated",
                "00 61 73 6d 01 00 00 00 05 04 01 03 01 01 | uses threads",
                "00 61 73 6d 01 00 00 00 01 04 01 60 00 00 03 02 01 00 0a 06 01 04 00 41 00 0b"
                        + " | no valid module",
            })
    void whatCannotRunIsToldApart(String bytes, String cause) throws Exception {
        Path file = directory.resolve("app.wasm");
        String[] numbers = bytes.split(" ", -1);
        byte[] content = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            content[i] = (byte) Integer.parseInt(numbers[i], 16);
        }
        Files.write(file, content);

        assertThatThrownBy(() -> compile(file.toString()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("app.wasm")
                .hasMessageContaining(cause);
    }

    @Test
    void withoutACacheNothingIsCompiled() {
        environment = Map.of("JWASM_CACHE", "none");
        assertThatThrownBy(() -> compile(guest("hello.wasm")))
                .hasMessageContaining("there is no cache");
        assertThatThrownBy(() -> cache("ls")).hasMessageContaining("there is no cache");
    }

    @Test
    void aCacheThatCannotBeUsedIsSaid() throws Exception {
        Files.writeString(directory.resolve("cache"), "a file");
        assertThatThrownBy(() -> cache("ls")).hasMessageContaining("it is no directory");
        assertThat(
                        CompileCommand.run(
                                List.of(guest("hello.wasm")),
                                environment,
                                stream(printed),
                                stream(told)))
                .isEqualTo(CommandFailure.FAILED);
        assertThat(told.toString(UTF_8)).contains("it is no directory");
        assertThat(printed.toString(UTF_8)).contains("compiled, not kept");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shrink",
                "ls all",
                "rm",
                "rm 0123",
                "prune --keep",
                "prune --keep much",
                "prune --unused-for 1y",
                "prune everything"
            })
    void wordsThatMeanNothingAreRefused(String words) {
        assertThatThrownBy(() -> cache(words.split(" ", -1)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("see jwasm");
    }
}
