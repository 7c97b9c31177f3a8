package io.jwasm.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DaemonConfigTest {

    private static DaemonConfig read(Map<String, String> properties) {
        return DaemonConfig.read(properties::get, 1000);
    }

    @Test
    void theDefaults() {
        assertThat(read(Map.of()))
                .isEqualTo(new DaemonConfig(Duration.ofMinutes(10), Duration.ofSeconds(2), 750));
    }

    @Test
    void everyProperty() {
        assertThat(read(Map.of("jwasm.linger", "PT3S", "jwasm.memoryLimitBytes", "99")))
                .isEqualTo(new DaemonConfig(Duration.ofSeconds(3), Duration.ofSeconds(2), 99));
    }

    @Test
    void aMalformedValueIsNamed() {
        assertThatThrownBy(() -> read(Map.of("jwasm.linger", "10m")))
                .hasMessage("jwasm.linger: \"10m\" is no duration such as PT10M");
        assertThatThrownBy(() -> read(Map.of("jwasm.memoryLimitBytes", "1g")))
                .hasMessage("jwasm.memoryLimitBytes: \"1g\" is no number of bytes");
    }
}
