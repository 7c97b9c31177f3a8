package io.jwasm.wasi.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The engine's defaults.
class EngineConfigTest {

    @Test
    void theDefaultsAreThese() {
        EngineConfig config = EngineConfig.defaults();
        assertThat(config.maxModuleBytes()).isEqualTo(256 << 20);
        assertThat(config.maxCompileBytes()).isEqualTo(64 << 20);
        assertThat(config.tier()).isEqualTo(Tier.ADAPTIVE);
        assertThat(config.idleModuleBytes()).isEqualTo(32 << 20);
        assertThat(config.idleModuleTime()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aNegativeSizeIsRefused() {
        assertThatThrownBy(() ->
                        new EngineConfig(0, 0, Tier.ADAPTIVE, 0, Duration.ZERO, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
