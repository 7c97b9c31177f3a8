package io.jwasm.core.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.api.error.ShimException;
import io.jwasm.bundle.spec.ResourcesSpec;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a specification's `linux.resources.cpu` is read as.
class CpuSettingsTest {

    private static ResourcesSpec.Cpu cpu(@Nullable Long quota, @Nullable Long period) {
        return new ResourcesSpec.Cpu(null, quota, period, null, "", "");
    }

    @Test
    void noQuotaIsNoQuota() {
        assertThat(CpuQuota.of(cpu(null, 100_000L))).isEmpty();
        assertThat(CpuQuota.of(cpu(-1L, 100_000L))).isEmpty();
        assertThat(CpuQuota.of(cpu(0L, null))).isEmpty();
    }

    @Test
    void aQuotaWithoutPeriodCountsInTenthsOfASecond() {
        assertThat(CpuQuota.of(cpu(25_000L, null)))
                .contains(
                        new CpuQuota(
                                TimeUnit.MILLISECONDS.toNanos(25),
                                TimeUnit.MILLISECONDS.toNanos(100)));
    }

    @ParameterizedTest
    @CsvSource({
        "999, 100000, quota 999 is less than 1000",
        "1000, 999, period 999 is not between",
        "1000, 1000001, period 1000001 is not between"
    })
    void figuresThatTheKernelWouldRefuseAreRefused(long quota, long period, String message) {
        assertThatThrownBy(() -> CpuQuota.of(cpu(quota, period)))
                .isInstanceOf(ShimException.InvalidArgument.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0} shares: nice {1}")
    @CsvSource({"0, 5", "1024, 5", "2048, 2", "512, 8", "2, 19", "262144, 0"})
    void sharesBecomeAWeight(long shares, int nice) {
        assertThat(CpuWeight.nice(shares)).isEqualTo(nice);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {"0|{0}", "0-2|{0, 1, 2}", "1,3-4|{1, 3, 4}", "0, 2|{0, 2}"})
    void aListOfProcessorsIsRead(String list, String processors) {
        assertThat(CpuSet.parse(list)).hasToString(processors);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1-", "-1", "3-1", "1,,2", "8192", "99999999999"})
    void aMalformedListOfProcessorsIsNamed(String list) {
        assertThatThrownBy(() -> CpuSet.parse(list))
                .isInstanceOf(ShimException.InvalidArgument.class)
                .hasMessageContaining('"' + list + '"');
    }
}
