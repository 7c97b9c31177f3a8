package io.jwasm.core.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.api.error.ShimException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What of a container's share a thread can have.
class WeightTest {

    /// Beside each: the kernel's weight of that nice value.
    @ParameterizedTest
    @CsvSource({
        "2, 19", // 15
        "102, 10", // 110
        "256, 6", // 272
        "512, 3", // 526
        "1024, 0", // 1024
        "2048, 0",
        "262144, 0",
    })
    void sharesAreTheNearestNiceValue(long shares, int nice) {
        assertThat(Weight.nice(shares)).isEqualTo(nice);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0       | {0}
                    0-2     | {0, 1, 2}
                    1,3-4   | {1, 3, 4}
                    ' 0-1 ' | {0, 1}
                    """)
    void listOfProcessorsIsRead(String text, String processors) {
        assertThat(ProcessorList.parse(text)).hasToString(processors);
    }

    @Test
    void noListIsNoProcessor() {
        assertThat(ProcessorList.parse("").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1-", "-1", "3-1", "0,,1", "0-99999999999", "70000"})
    void malformedListIsNamed(String text) {
        assertThatThrownBy(() -> ProcessorList.parse(text))
                .isInstanceOf(ShimException.InvalidArgument.class)
                .hasMessageContaining("\"" + text + "\"");
    }
}
