package io.jwasm.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void medianOfAnOddNumberIsTheMiddle() {
        assertThat(Statistics.median(List.of(9L, 1L, 5L))).isEqualTo(5);
    }

    @Test
    void medianOfAnEvenNumberIsBetweenTheTwo() {
        assertThat(Statistics.median(List.of(4L, 1L, 9L, 5L))).isEqualTo(4.5);
    }

    @Test
    void geometricMeanOfRatiosTreatsHalfAndTwiceAlike() {
        assertThat(Statistics.geometricMean(List.of(0.5, 2.0))).isEqualTo(1, within(1e-12));
    }
}
