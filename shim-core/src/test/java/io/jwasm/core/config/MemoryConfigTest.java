package io.jwasm.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryConfigTest {

    @ParameterizedTest
    @CsvSource({"-1,60", "0,60", "50,50", "99,99", "101,100"})
    void aContainersLimitIsWhatItAsksForUpToTheGreatest(long asked, long limit) {
        MemoryConfig memory = new MemoryConfig(60, 100);

        assertThat(memory.limitBytes(asked)).isEqualTo(limit);
        assertThat(memory.limitBytes(null)).isEqualTo(60);
        assertThat(new MemoryConfig(200, 100).limitBytes(null)).isEqualTo(100);
    }
}
