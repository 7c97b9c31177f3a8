package io.jwasm.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Times in milliseconds would do; the bucket does not care.
class QuotaBucketTest {

    private static final CpuLimit QUARTER = new CpuLimit(25, 100, 0);

    @Test
    void guestRunsUntilItsQuotaIsUsedUpAndAgainInTheNextPeriod() {
        QuotaBucket bucket = new QuotaBucket(QUARTER, 1000, 7);

        assertThat(bucket.look(1000, 7)).isEqualTo(1025);
        assertThat(bucket.isHeld()).isFalse();
        assertThat(bucket.look(1025, 32)).isEqualTo(1100);
        assertThat(bucket.isHeld()).isTrue();
        assertThat(bucket.look(1100, 32)).isEqualTo(1125);
        assertThat(bucket.isHeld()).isFalse();
    }

    @Test
    void debtIsPaidBeforeTheGuestRunsAgain() {
        QuotaBucket bucket = new QuotaBucket(QUARTER, 0, 0);

        assertThat(bucket.look(90, 90)).as("65 over").isEqualTo(300);
        assertThat(bucket.isHeld()).isTrue();
        assertThat(bucket.look(250, 90)).isEqualTo(300);
        assertThat(bucket.isHeld()).isTrue();
        assertThat(bucket.look(300, 90)).as("10 left").isEqualTo(310);
        assertThat(bucket.isHeld()).isFalse();
    }

    @Test
    void unusedTimeIsLostButForTheBurst() {
        QuotaBucket strict = new QuotaBucket(QUARTER, 0, 0);
        strict.look(1000, 0);
        QuotaBucket saving = new QuotaBucket(new CpuLimit(25, 100, 30), 0, 0);
        saving.look(1000, 0);

        assertThat(strict.look(1025, 25)).isEqualTo(1100);
        assertThat(strict.isHeld()).isTrue();
        assertThat(saving.look(1025, 25)).isEqualTo(1055);
        assertThat(saving.isHeld()).isFalse();
    }

    @Test
    void guestThatWaitsIsLookedAtOnceAPeriod() {
        QuotaBucket bucket = new QuotaBucket(new CpuLimit(99, 100, 500), 0, 0);
        bucket.look(1000, 0);

        assertThat(bucket.look(1100, 0)).isEqualTo(1200);
    }

    @Test
    void periodsCountAsTheKernelCountsThem() {
        QuotaBucket bucket = new QuotaBucket(QUARTER, 0, 0);
        bucket.look(25, 25); // held
        bucket.look(100, 25); // goes on
        bucket.look(125, 50); // held
        bucket.look(200, 50);
        bucket.look(900, 50); // idle

        assertThat(bucket.periods()).isEqualTo(2);
        assertThat(bucket.throttledPeriods()).isEqualTo(2);
        assertThat(bucket.throttledNanos(900)).isEqualTo(75 + 75);
    }

    @Test
    void timeThatPassesWhileHeldCounts() {
        QuotaBucket bucket = new QuotaBucket(QUARTER, 0, 0);
        bucket.look(25, 25);

        assertThat(bucket.throttledNanos(60)).isEqualTo(35);
    }

    /// Clients divide what two looks tell: of the periods between them, no more can be throttled
    /// than there were.
    @ParameterizedTest
    @CsvSource({"5,100", "30,100", "95,100"})
    void throttledPeriodsAreSomeOfThePeriods(long quota, long period) {
        Random lateness = new Random(quota * period);
        QuotaBucket bucket = new QuotaBucket(new CpuLimit(quota * 1000, period * 1000, 0), 0, 0);
        long now = 0;
        long used = 0;
        for (int looks = 0; looks < 10_000; looks++) {
            long periods = bucket.periods();
            long throttled = bucket.throttledPeriods();
            long next = now + lateness.nextLong(period * 1500);
            used += bucket.isHeld() ? 0 : next - now;
            now = next;
            bucket.look(now, used);

            assertThat(bucket.throttledPeriods() - throttled)
                    .isBetween(0L, bucket.periods() - periods);
        }
        assertThat(bucket.throttledPeriods()).isPositive();
    }

    /// A busy guest, looked at late by a random time: what it uses in the long run is its share.
    @ParameterizedTest
    @CsvSource({"5,100", "10,100", "25,100", "50,100", "95,100", "50,1000"})
    void shareIsHeldHoweverLateSomebodyLooks(long quota, long period) {
        Random lateness = new Random(quota * period);
        QuotaBucket bucket = new QuotaBucket(new CpuLimit(quota * 1000, period * 1000, 0), 0, 0);
        long now = 0;
        long used = 0;
        long due = bucket.look(now, used);
        while (now < 1000 * period * 1000) {
            long next = due + lateness.nextInt(4000);
            used += bucket.isHeld() ? 0 : next - now;
            now = next;
            due = bucket.look(now, used);
        }

        assertThat((double) used / now)
                .isCloseTo(
                        (double) quota / period,
                        org.assertj.core.data.Percentage.withPercentage(3));
    }
}
