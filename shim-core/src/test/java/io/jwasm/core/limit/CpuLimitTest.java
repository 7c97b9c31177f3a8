package io.jwasm.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CpuLimitTest {

    static Stream<Arguments> configurations() {
        return Stream.of(
                Arguments.of(null, null, false, 1.0),
                Arguments.of(-1L, 100_000L, false, 1.0),
                Arguments.of(0L, 0L, false, 1.0),
                Arguments.of(50_000L, null, true, 0.5),
                Arguments.of(50_000L, 0L, true, 0.5),
                Arguments.of(25_000L, 50_000L, true, 0.5),
                Arguments.of(100_000L, 100_000L, false, 1.0),
                Arguments.of(150_000L, 100_000L, false, 1.0),
                Arguments.of(1_000L, 1_000_000L, true, 0.001));
    }

    @ParameterizedTest(name = "quota {0} period {1}")
    @MethodSource("configurations")
    void quotaIsAShareOfThePeriod(
            @Nullable Long quota, @Nullable Long period, boolean isHeld, double share) {
        CpuLimit limit = CpuLimit.NONE.with(quota, period, null);

        assertThat(limit.isHeld()).isEqualTo(isHeld);
        if (isHeld) {
            assertThat((double) limit.quotaNanos() / limit.periodNanos()).isEqualTo(share);
        }
    }

    @Test
    void whatAnUpdateLeavesOutStays() {
        CpuLimit limit = CpuLimit.NONE.with(50_000L, 200_000L, 1_000L);

        assertThat(limit.with(null, null, null)).isEqualTo(limit);
        assertThat(limit.with(100_000L, 0L, null))
                .isEqualTo(new CpuLimit(100_000_000, 200_000_000, 1_000_000));
        assertThat(limit.with(-1L, null, null).isHeld()).isFalse();
    }

    @Test
    void shortPeriodIsHeldAsALongerOneOfTheSameShare() {
        CpuLimit limit = CpuLimit.NONE.with(1_500L, 3_000L, null).practical();

        assertThat(limit.periodNanos()).isGreaterThanOrEqualTo(20_000_000);
        assertThat((double) limit.quotaNanos() / limit.periodNanos()).isEqualTo(0.5);
    }
}
