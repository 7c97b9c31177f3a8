package io.jwasm.core.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaemonArgumentsTest {

    @Test
    void allSpellingsOfGoAreUnderstood() {
        DaemonArguments arguments =
                DaemonArguments.parse(
                        "-namespace",
                        "moby",
                        "--address=/c.sock",
                        "-state=/s",
                        "-cache",
                        "/k",
                        "--debug");

        assertThat(arguments)
                .isEqualTo(
                        new DaemonArguments(
                                "moby",
                                "/c.sock",
                                Path.of("/s"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(Path.of("/k")),
                                DaemonScope.SHARED,
                                SpokenProtocol.TTRPC,
                                true));
    }

    @Test
    void anEmptyEventAddressIsNone() {
        assertThat(
                        DaemonArguments.parse(
                                        "-namespace",
                                        "n",
                                        "-address",
                                        "/a",
                                        "-state",
                                        "/s",
                                        "-ttrpc-address",
                                        "",
                                        "-bundle",
                                        "/b")
                                .ttrpcAddress())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-namespace,            flag -namespace needs a value",
        "-namespace=n,          flag -address is missing",
        "what,                  \"what\" is no flag",
        "-namespace=n -address=a -state=/s -x=y, unknown flags [x]"
    })
    void whatIsWrongIsNamed(String line, String message) {
        assertThatThrownBy(() -> DaemonArguments.parse(line.split(" ", -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
