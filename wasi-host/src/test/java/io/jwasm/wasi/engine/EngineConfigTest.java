package io.jwasm.wasi.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The engine's defaults, and how byte counts are written.
class EngineConfigTest {

    @Test
    void theDefaultsAreThese() {
        EngineConfig config = EngineConfig.defaults();
        assertThat(config.maxModuleBytes()).isEqualTo(256 << 20);
        assertThat(config.maxCompileBytes()).isEqualTo(8 << 20);
        assertThat(config.tier()).isEqualTo(Tier.ADAPTIVE);
        assertThat(config.idleModuleBytes()).isEqualTo(32 << 20);
        assertThat(config.idleModuleTime()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aNegativeSizeIsRefused() {
        assertThatThrownBy(() -> new EngineConfig(0, 0, Tier.ADAPTIVE, 0, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "1023, 1023 bytes",
        "1024, 1 KiB",
        "1536, 1.5 KiB",
        "67108864, 64 MiB",
        "2147418112, 2 GiB",
        "1099511627776, 1 TiB"
    })
    void byteCountsAreWrittenForPeople(long bytes, String text) {
        assertThat(Bytes.format(bytes)).isEqualTo(text);
    }
}
