package io.jwasm.wasi.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.Hold;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// How guests run and end, in each tier.
class GuestRunTest {

    /// What a stop takes is microseconds; `scripts/bench-kill` holds it to 50 ms. Here it is told
    /// from one that waits for the end of a long piece of work.
    private static final long SOON_MILLIS = 500;

    @ParameterizedTest
    @EnumSource(Tier.class)
    void helloSaysHelloAndExits(Tier tier) throws Exception {
        try (TestEngine engine = new TestEngine(tier)) {
            GuestExit exit = engine.run(TestEngine.resource("hello.wasm"), "_start");
            assertThat(exit).isEqualTo(new GuestExit.Exited(7));
            assertThat(engine.nextHost().said()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @EnumSource(Tier.class)
    void warmUpRunsAndLeavesNothingReserved(Tier tier) throws Exception {
        try (TestEngine engine = new TestEngine(tier)) {
            engine.engine().warmUp();
            assertThat(engine.ledger().reservedBytes()).isZero();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    unreachable           | unreachable
                    load                  | out of bounds memory access
                    load_negative         | out of bounds memory access
                    load_offset           | out of bounds memory access
                    load_high_offset      | out of bounds memory access
                    store                 | out of bounds memory access
                    fill                  | out of bounds memory access
                    fill_wrap             | out of bounds memory access
                    copy                  | out of bounds memory access
                    div_zero              | integer divide by zero
                    overflow              | integer overflow
                    conversion            | invalid conversion to integer
                    undefined_element     | undefined element
                    uninitialized_element | uninitialized element
                    signature             | indirect call type mismatch
                    table_get             | out of bounds table access
                    recurse               | call stack exhausted
                    throw                 | uncaught exception
                    """)
    void eachTrapIsNamedAsTheSpecificationNamesIt(String function, String kind) throws Exception {
        for (Tier tier : List.of(Tier.INTERPRETER, Tier.COMPILER)) {
            try (TestEngine engine = new TestEngine(tier)) {
                GuestExit exit = engine.run(TestEngine.resource("traps.wasm"), function);
                assertThat(exit)
                        .as("%s in %s", function, tier)
                        .isInstanceOfSatisfying(
                                GuestExit.Trapped.class,
                                trap -> {
                                    assertThat(trap.kind()).isEqualTo(kind);
                                    assertThat(trap.message()).startsWith(kind);
                                    assertThat(trap.cause()).isNull();
                                });
                // One guest's trap is its own: the next one of the same module is well.
                assertThat(engine.run(TestEngine.resource("traps.wasm"), "ok"))
                        .isEqualTo(new GuestExit.Exited(0));
                assertThat(engine.ledger().reservedBytes()).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERPRETER", "COMPILER"})
    void theStackNamesFunctionsInnermostFirst(Tier tier) throws Exception {
        try (TestEngine engine = new TestEngine(tier)) {
            GuestExit exit = engine.run(TestEngine.resource("names.wasm"), "run");
            assertThat(exit)
                    .isInstanceOfSatisfying(
                            GuestExit.Trapped.class,
                            trap -> {
                                assertThat(trap.stack())
                                        .containsExactly("inner", "middle", "outer");
                                assertThat(trap.message()).isEqualTo("unreachable in inner");
                            });
        }
    }

    @ParameterizedTest(name = "{1} in {0}")
    @CsvSource({
        "INTERPRETER,br",
        "INTERPRETER,br_if",
        "INTERPRETER,br_table",
        "INTERPRETER,if",
        "INTERPRETER,nested",
        "INTERPRETER,call",
        "INTERPRETER,indirect_call",
        "INTERPRETER,tail_call",
        "INTERPRETER,indirect_tail_call",
        "INTERPRETER,memory_fill",
        "INTERPRETER,host_call",
        "INTERPRETER,counted",
        "COMPILER,br",
        "COMPILER,br_if",
        "COMPILER,br_table",
        "COMPILER,if",
        "COMPILER,nested",
        "COMPILER,call",
        "COMPILER,indirect_call",
        "COMPILER,tail_call",
        "COMPILER,indirect_tail_call",
        "COMPILER,memory_fill",
        "COMPILER,host_call",
        "COMPILER,counted"
    })
    void anEndlessLoopIsStoppedAtOnce(Tier tier, String function) throws Exception {
        long bestMillis = Long.MAX_VALUE;
        try (TestEngine engine = new TestEngine(tier)) {
            // On a busy machine a thread may wait for a processor longer than it takes to stop.
            for (int i = 0; i < 5 && bestMillis >= SOON_MILLIS; i++) {
                bestMillis = Math.min(bestMillis, millisToStop(engine, function));
            }
        }
        assertThat(bestMillis).isLessThan(SOON_MILLIS);
    }

    private static long millisToStop(TestEngine engine, String function) throws Exception {
        try (Guest guest = engine.prepare(TestEngine.resource("loops.wasm"), function)) {
            TestEngine.Running exit = TestEngine.start(guest);
            assertThatThrownBy(() -> exit.get(30, TimeUnit.MILLISECONDS))
                    .as("runs on")
                    .isInstanceOf(TimeoutException.class);
            long start = System.nanoTime();
            guest.stop();
            assertThat(exit.get(60, TimeUnit.SECONDS)).isEqualTo(new GuestExit.Stopped());
            return (System.nanoTime() - start) / 1_000_000;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERPRETER", "COMPILER"})
    void aPausedGuestUsesNoProcessorAndGoesOn(Tier tier) throws Exception {
        try (TestEngine engine = new TestEngine(tier);
                Guest guest = engine.prepare(TestEngine.resource("loops.wasm"), "br_if")) {
            TestEngine.Running exit = TestEngine.start(guest);
            Thread thread = exit.thread();
            awaitState(thread, Thread.State.RUNNABLE);
            guest.hold(Hold.PAUSE);
            awaitState(thread, Thread.State.WAITING);
            guest.release(Hold.PAUSE);
            awaitState(thread, Thread.State.RUNNABLE);
            guest.stop();
            assertThat(exit.get(60, TimeUnit.SECONDS)).isEqualTo(new GuestExit.Stopped());
        }
    }

    @Test
    void aGuestPausedInAHostCallIsStoppedThere() throws Exception {
        try (TestEngine engine = new TestEngine(Tier.INTERPRETER);
                Guest guest = engine.prepare(TestEngine.resource("loops.wasm"), "host_call")) {
            TestEngine.Running exit = TestEngine.start(guest);
            engine.nextHost().awaitBlocked();
            guest.hold(Hold.PAUSE);
            awaitState(exit.thread(), Thread.State.WAITING);
            guest.stop();
            assertThat(exit.get(60, TimeUnit.SECONDS)).isEqualTo(new GuestExit.Stopped());
        }
    }

    private static void awaitState(Thread thread, Thread.State state) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (thread.getState() != state && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(thread.getState()).isEqualTo(state);
    }

    @Test
    void aGuestStoppedBeforeItRanEndsAtOnce() throws Exception {
        try (TestEngine engine = new TestEngine(Tier.INTERPRETER);
                Guest guest = engine.prepare(TestEngine.resource("loops.wasm"), "br")) {
            guest.stop();
            assertThat(TestEngine.start(guest).get(60, TimeUnit.SECONDS))
                    .isEqualTo(new GuestExit.Stopped());
        }
    }
}
