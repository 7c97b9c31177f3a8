package io.jwasm.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.linux.process.ThreadCpuClock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real threads that do nothing but use a processor, where the machine leaves them one.
class CpuGovernorTest {

    private static final long MILLI = 1_000_000;

    /// What a thread may get more than it should, at last, because the governor had to wait for a
    /// processor itself; without a governor the thread would get all of a second.
    private static final long LATE = 200 * MILLI;

    private CpuGovernor governor;
    private Busy busy;

    @BeforeEach
    void start() {
        governor = CpuGovernor.start();
        busy = new Busy();
    }

    @AfterEach
    void end() throws Exception {
        busy.end();
        governor.close();
    }

    /// How much less a thread gets depends on who else wants the processors, here and now; that it
    /// is its share is for [QuotaBucketTest] and `scripts/bench-limits`.
    @ParameterizedTest
    @ValueSource(longs = {1, 3, 5})
    void busyThreadGetsNoMoreThanItsShare(long percent) throws Exception {
        try (GuestCpu cpu = governor.admit(busy.clock(), busy)) {
            long start = cpu.use().usedNanos();
            long began = System.nanoTime();
            cpu.limit(new CpuLimit(percent * MILLI, 100 * MILLI, 0));
            for (int i = 0; i < 10; i++) {
                busy.awaitHeld();
            }
            double periods = Math.floor((System.nanoTime() - began) / 100e6) + 1;
            double used = cpu.use().usedNanos() - start;

            assertThat(periods).isGreaterThanOrEqualTo(10);
            assertThat(used).isLessThan(1.03 * periods * percent * MILLI + LATE);
        }
    }

    @Test
    void heldThreadUsesNothing() throws Exception {
        try (GuestCpu cpu = governor.admit(busy.clock(), busy)) {
            cpu.limit(new CpuLimit(10 * MILLI, 10_000 * MILLI, 0));
            busy.awaitHeld();

            awaitStanding(cpu);
        }
    }

    @Test
    void limitThatIsLiftedLetsTheThreadGoOn() throws Exception {
        try (GuestCpu cpu = governor.admit(busy.clock(), busy)) {
            cpu.limit(new CpuLimit(10 * MILLI, 10_000 * MILLI, 0));
            busy.awaitHeld();
            cpu.limit(CpuLimit.NONE);
            long used = cpu.use().usedNanos();

            awaitUse(cpu, used + 20 * MILLI);
            assertThat(cpu.use().throttledNanos()).as("of the limit that was").isPositive();
        }
    }

    @Test
    void threadWithoutALimitIsNeverHeldAndStillCounted() throws Exception {
        try (GuestCpu cpu = governor.admit(busy.clock(), busy)) {
            awaitUse(cpu, cpu.use().usedNanos() + 50 * MILLI);

            assertThat(busy.holds).hasValue(0);
            assertThat(cpu.use().periods()).isZero();
        }
    }

    @Test
    void lastReadingStaysWhenTheThreadIsGone() throws Exception {
        GuestCpu cpu = governor.admit(busy.clock(), busy);
        awaitUse(cpu, 5 * MILLI);
        cpu.close();
        long used = cpu.use().usedNanos();
        busy.end();

        assertThat(cpu.use().usedNanos()).isEqualTo(used).isGreaterThanOrEqualTo(5 * MILLI);
    }

    /// A thread that is told to wait runs on for a moment, on a busy machine some time later.
    private static void awaitStanding(GuestCpu cpu) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(9); // the period has 10
        long used = cpu.use().usedNanos();
        long since = System.nanoTime();
        while (System.nanoTime() - since < 100 * MILLI) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            long now = cpu.use().usedNanos();
            since = now == used ? since : System.nanoTime();
            used = now;
        }
    }

    private static void awaitUse(GuestCpu cpu, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (cpu.use().usedNanos() < nanos) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(1); // leaves the processor to the thread that is measured
        }
    }

    /// A thread that polls as guests do.
    private static final class Busy implements Throttle {
        final AtomicInteger holds = new AtomicInteger();
        private final Semaphore gate = new Semaphore(0);
        private final Semaphore held = new Semaphore(0);
        private final CompletableFuture<ThreadCpuClock> clock = new CompletableFuture<>();
        private final Thread thread = Thread.ofPlatform().start(this::run);
        private volatile boolean isHeld;
        private volatile boolean isEnded;

        private void run() {
            clock.complete(ThreadCpuClock.ofCurrentThread());
            while (!isEnded) {
                if (isHeld) {
                    gate.acquireUninterruptibly();
                }
            }
        }

        ThreadCpuClock clock() {
            return clock.join();
        }

        /// Waits for a hold that nobody waited for before.
        void awaitHeld() throws InterruptedException {
            assertThat(held.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public void hold() {
            holds.incrementAndGet();
            isHeld = true;
            held.release();
        }

        @Override
        public void release() {
            isHeld = false;
            gate.drainPermits();
            gate.release();
        }

        void end() throws InterruptedException {
            isEnded = true;
            release();
            thread.join();
        }
    }
}
