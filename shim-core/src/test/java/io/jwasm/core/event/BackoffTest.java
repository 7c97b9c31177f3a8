package io.jwasm.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    @ParameterizedTest(name = "after {0} failures {1} ms")
    @CsvSource({"0, 50", "1, 100", "3, 400", "5, 1600", "6, 2000", "500, 2000"})
    void itDoublesUpToTheLast(int failures, long millis) {
        Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

        assertThat(backoff.delay(failures)).isEqualTo(Duration.ofMillis(millis));
    }
}
