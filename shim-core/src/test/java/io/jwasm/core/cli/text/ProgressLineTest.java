package io.jwasm.core.cli.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(told, true, UTF_8);

    @Test
    void progressIsALineForEachTenthWhereNoTerminalIs() {
        ProgressLine line = new ProgressLine(out, "a.wasm", false);
        line.at(0, 1000);
        line.at(55, 1000);
        line.at(155, 1000);
        line.at(1000, 1000);
        line.finish();

        assertThat(told.toString(UTF_8))
                .isEqualTo(
                        """
                        a.wasm: 0 %, 0 of 1000 functions
                        a.wasm: 10 %, 155 of 1000 functions
                        a.wasm: 100 %, 1000 of 1000 functions
                        """);
    }

    @Test
    void progressIsABarOnATerminal() {
        ProgressLine line = new ProgressLine(out, "a.wasm", true);
        line.at(1, 2);
        line.finish();

        assertThat(told.toString(UTF_8))
                .isEqualTo(
                        "\r\033[Ka.wasm [###############...............]  50 %, 1 of 2 functions"
                                + "\r\033[K");
    }
}
