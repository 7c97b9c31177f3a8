package io.jwasm.core.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunArgumentsTest {

    @TempDir private Path directory;
    private String module = "";

    @BeforeEach
    void createModule() throws IOException {
        module = Files.createFile(directory.resolve("app.wasm")).toString();
    }

    private static RunArguments parse(String... words) throws CommandFailure {
        return RunArguments.parse(List.of(words), Map.of("HOME", "/root"));
    }

    @Test
    void optionsEndAtTheProgramSoThatItsOwnArgumentsStayItsOwn() throws CommandFailure {
        RunArguments parsed = parse("-e", "A=1", module, "-e", "B=2", "--name");
        assertThat(parsed.env()).containsExactly("A=1");
        assertThat(parsed.args()).containsExactly("-e", "B=2", "--name");
    }

    @Test
    void valuesMayFollowAnEqualsSign() throws CommandFailure {
        RunArguments parsed =
                parse("--name=box", "--env=A=b=c", "--workdir=/srv", "--volume=/:/host:ro", module);
        assertThat(parsed.name()).isEqualTo(Optional.of("box"));
        assertThat(parsed.env()).containsExactly("A=b=c");
        assertThat(parsed.workingDir()).isEqualTo(Optional.of("/srv"));
        assertThat(parsed.volumes()).containsExactly(new Volume("/", "/host", true));
    }

    @Test
    void variableWithoutValueIsTakenFromTheEnvironment() throws CommandFailure {
        assertThat(parse("-e", "HOME", "-e", "NONE", module).env())
                .containsExactly("HOME=/root", "NONE=");
    }

    @ParameterizedTest(name = "run {0}")
    @CsvSource({
        "'-v /etc', is not HOST:GUEST",
        "'-v /etc:data', does not start with /",
        "'-v /etc:/data:rx', neither ro nor rw",
        "'-v /no/such/dir:/data', '\"/no/such/dir\", which does not exist'",
        "'-e =x', names no variable",
        "'--frobnicate', unknown option --frobnicate",
        "'-e', needs a value",
        "'', a .wasm file or an image is missing"
    })
    void faultIsNamed(String words, String message) {
        String[] split = words.isEmpty() ? new String[0] : words.split(" ", -1);
        assertThatThrownBy(() -> parse(split))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(message);
    }

    @Test
    void missingProgramEndsWith127() {
        assertThatThrownBy(() -> parse("/no/such.wasm"))
                .hasMessageContaining("\"/no/such.wasm\": no such file")
                .extracting(failure -> ((CommandFailure) failure).exitCode())
                .isEqualTo(CommandFailure.NOT_FOUND);
    }
}
