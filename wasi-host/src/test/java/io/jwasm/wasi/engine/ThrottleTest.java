package io.jwasm.wasi.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestExit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How a guest is held to a quota, and how it tells that it is at work.
class ThrottleTest {

    @ParameterizedTest
    @EnumSource(names = {"INTERPRETER", "COMPILER"})
    void aThrottledGuestWaitsAndGoesOn(Tier tier) throws Exception {
        try (TestEngine engine = new TestEngine(tier);
                Guest guest = engine.prepare(TestEngine.resource("loops.wasm"), "br_if")) {
            TestEngine.Running exit = TestEngine.start(guest);
            awaitState(exit.thread(), Thread.State.RUNNABLE);

            guest.throttle(true);
            awaitState(exit.thread(), Thread.State.WAITING);
            guest.throttle(false);
            awaitState(exit.thread(), Thread.State.RUNNABLE);

            guest.stop();
            assertThat(exit.get(10, TimeUnit.SECONDS)).isEqualTo(new GuestExit.Stopped());
        }
    }

    @Test
    void aPausedGuestIsNotLetGoByTheThrottle() throws Exception {
        try (TestEngine engine = new TestEngine(Tier.INTERPRETER);
                Guest guest = engine.prepare(TestEngine.resource("loops.wasm"), "br_if")) {
            TestEngine.Running exit = TestEngine.start(guest);
            guest.pause();
            guest.throttle(true);
            awaitState(exit.thread(), Thread.State.WAITING);

            guest.throttle(false);

            guest.stop();
            assertThat(exit.get(10, TimeUnit.SECONDS)).isEqualTo(new GuestExit.Stopped());
        }
    }

    @Test
    void aThrottledGuestIsStopped() throws Exception {
        try (TestEngine engine = new TestEngine(Tier.INTERPRETER);
                Guest guest = engine.prepare(TestEngine.resource("loops.wasm"), "br")) {
            TestEngine.Running exit = TestEngine.start(guest);
            guest.throttle(true);
            awaitState(exit.thread(), Thread.State.WAITING);

            guest.stop();

            assertThat(exit.get(10, TimeUnit.SECONDS)).isEqualTo(new GuestExit.Stopped());
        }
    }

    @Test
    void aGuestInAHostCallIsLeftAlone() throws Exception {
        try (TestEngine engine = new TestEngine(Tier.INTERPRETER);
                Guest guest = engine.prepare(TestEngine.resource("loops.wasm"), "host_call")) {
            TestEngine.Running exit = TestEngine.start(guest);
            engine.nextHost().awaitBlocked();
            CountDownLatch told = new CountDownLatch(1);

            guest.throttle(true);
            guest.notifyActivity(told::countDown);

            assertThat(told.await(50, TimeUnit.MILLISECONDS)).isFalse();
            guest.stop();
            assertThat(exit.get(10, TimeUnit.SECONDS)).isEqualTo(new GuestExit.Stopped());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERPRETER", "COMPILER"})
    void aGuestAtWorkTellsSoOnce(Tier tier) throws Exception {
        try (TestEngine engine = new TestEngine(tier);
                Guest guest = engine.prepare(TestEngine.resource("loops.wasm"), "br_if")) {
            TestEngine.Running exit = TestEngine.start(guest);
            CountDownLatch told = new CountDownLatch(1);
            CountDownLatch toldTwice = new CountDownLatch(2);

            guest.notifyActivity(() -> {
                told.countDown();
                toldTwice.countDown();
            });

            assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(toldTwice.await(20, TimeUnit.MILLISECONDS)).isFalse();
            guest.stop();
            assertThat(exit.get(10, TimeUnit.SECONDS)).isEqualTo(new GuestExit.Stopped());
        }
    }

    private static void awaitState(Thread thread, Thread.State state) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (thread.getState() != state && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(thread.getState()).isEqualTo(state);
    }
}
