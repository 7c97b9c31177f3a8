package io.jwasm.api.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.Signal.DefaultAction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {

    @ParameterizedTest(name = "signal {0}: {1}")
    @CsvSource({
        "0, IGNORE",
        "1, TERMINATE",
        "2, TERMINATE",
        "9, TERMINATE",
        "10, TERMINATE",
        "15, TERMINATE",
        "17, IGNORE",
        "18, CONTINUE",
        "19, STOP",
        "20, STOP",
        "23, IGNORE",
        "28, IGNORE",
        "34, TERMINATE",
        "64, TERMINATE"
    })
    void defaultActionFollowsSignal7(int number, DefaultAction action) {
        assertThat(new Signal(number).defaultAction()).isEqualTo(action);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65, 4096})
    void numberOutsideLinuxRangeIsRefused(int number) {
        assertThatThrownBy(() -> new Signal(number))
                .isInstanceOf(ShimException.InvalidArgument.class)
                .hasMessageContaining(String.valueOf(number));
    }
}
