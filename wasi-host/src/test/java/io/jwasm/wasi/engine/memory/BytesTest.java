package io.jwasm.wasi.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How byte counts are written.
class BytesTest {

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
