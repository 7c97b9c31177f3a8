package io.jwasm.api.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.api.error.ShimException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "redis", "A-b_c.9", "x--y", "0123456789abcdef"})
    void wellFormedIdIsKept(String id) {
        assertThat(new ContainerId(id).value()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "..", ".a", "a.", "-a", "a b", "a\0b", "ä", "a\n"})
    void malformedIdIsRefusedByName(String id) {
        assertThatThrownBy(() -> new ContainerId(id))
                .isInstanceOf(ShimException.InvalidArgument.class)
                .hasMessageStartingWith("container id");
    }

    @Test
    void longestIdHas76Characters() {
        assertThat(new ContainerId("a".repeat(76)).value()).hasSize(76);
        assertThatThrownBy(() -> new ContainerId("a".repeat(300)))
                .isInstanceOf(ShimException.InvalidArgument.class)
                .hasMessageContaining("300 characters")
                .hasMessageContaining("76");
    }
}
