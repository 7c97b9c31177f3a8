package io.jwasm.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunTest {

    @Test
    void roundsAndChecksumAreRead() {
        Run run = Run.parse(7, "round 30\nround 20\nround 10\nchecksum 00ff\n");

        assertThat(run).isEqualTo(new Run(7, List.of(30L, 20L, 10L), "00ff"));
        assertThat(run.steady()).containsExactly(20L, 10L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "round 5\n", "checksum 00ff\n", "round x\nchecksum 0\n"})
    void otherOutputIsRefused(String output) {
        assertThatIllegalArgumentException().isThrownBy(() -> Run.parse(1, output));
    }
}
