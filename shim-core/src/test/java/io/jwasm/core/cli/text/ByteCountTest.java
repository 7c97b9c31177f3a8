package io.jwasm.core.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteCountTest {

    @ParameterizedTest
    @CsvSource({"0,0 B", "1023,1023 B", "1024,1.0 KiB", "1572864,1.5 MiB"})
    void sizesAreReadable(long bytes, String text) {
        assertThat(ByteCount.format(bytes)).isEqualTo(text);
    }
}
