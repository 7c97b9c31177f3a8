package io.jwasm.core.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The arithmetic of quotas, on a clock that the test turns.
class CpuBucketTest {

    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long RUN = TimeUnit.SECONDS.toNanos(20);

    private static CpuQuota percent(double percent) {
        return new CpuQuota((long) (PERIOD * percent / 100), PERIOD);
    }

    /// A guest that works whenever it is not held, and looks that come late by up to `lateNanos`.
    private static double shareOfALoop(CpuQuota quota, long lateNanos) {
        Random random = new Random(7);
        long now = 1;
        long used = 0;
        CpuBucket bucket = new CpuBucket(quota, now, used);
        while (now < RUN) {
            long step = bucket.look(now, used) + (lateNanos == 0 ? 0 : random.nextLong(lateNanos));
            used += bucket.isHeld() ? 0 : step;
            now += step;
        }
        return (double) used / now;
    }

    @ParameterizedTest
    @CsvSource({"1", "5", "10", "25", "50", "75", "90", "99"})
    void aLoopGetsItsQuotaAndNoMore(double percent) {
        assertThat(shareOfALoop(percent(percent), 0))
                .isCloseTo(percent / 100, within(percent / 100 * 0.005));
    }

    @ParameterizedTest
    @CsvSource({"5", "10", "25", "50", "75"})
    void whatWasTakenTooMuchByLateLooksIsPaidBack(double percent) {
        assertThat(shareOfALoop(percent(percent), TimeUnit.MILLISECONDS.toNanos(30)))
                .isCloseTo(percent / 100, within(percent / 100 * 0.03));
    }

    @Test
    void whoRestsSavesOneQuotaAndNoMore() {
        CpuBucket bucket = new CpuBucket(percent(10), 0, 0);
        bucket.look(TimeUnit.SECONDS.toNanos(60), 0);

        long next = bucket.look(TimeUnit.SECONDS.toNanos(60) + 1, 1);

        // 10 ms are there; they last for 10 / (1 - 0.1) ms of work.
        assertThat(next).isCloseTo(11_111_111, within(10L));
        assertThat(bucket.isHeld()).isFalse();
    }

    @Test
    void whoUsedNothingIsIdleUntilItUsesSomething() {
        CpuBucket bucket = new CpuBucket(percent(10), 0, 500);

        bucket.look(1_000_000, 500);
        assertThat(bucket.isIdle()).isTrue();

        bucket.look(2_000_000, 501);
        assertThat(bucket.isIdle()).isFalse();
    }

    @Test
    void whoIsHeldIsNotIdle() {
        CpuBucket bucket = new CpuBucket(percent(10), 0, 0);
        bucket.look(20_000_000, 20_000_000);
        assertThat(bucket.isHeld()).isTrue();

        bucket.look(21_000_000, 20_000_000);

        assertThat(bucket.isHeld()).isTrue();
        assertThat(bucket.isIdle()).isFalse();
    }
}
