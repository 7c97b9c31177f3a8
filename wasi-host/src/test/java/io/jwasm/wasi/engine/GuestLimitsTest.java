package io.jwasm.wasi.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestExit;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a guest is refused, and how that shows.
class GuestLimitsTest {

    private TestEngine engine;

    @BeforeEach
    void open() throws Exception {
        engine = new TestEngine(Tier.COMPILER);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private GuestExit run(String function, long limitBytes) throws Exception {
        WasmModule module = engine.load(TestEngine.resource("limits.wasm"));
        try (Guest guest = engine.prepare(module, function, limitBytes)) {
            return TestEngine.start(guest).get(60, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"grow_and_trap", "grow_and_exit_1", "grow_table_and_trap"})
    void aGuestThatFailsAfterARefusalRanOutOfMemory(String function) throws Exception {
        assertThat(run(function, 8 << 20))
                .isInstanceOfSatisfying(
                        GuestExit.OutOfMemory.class,
                        exit -> assertThat(exit.message()).contains("its limit is 8 MiB"));
        assertThat(engine.ledger().reservedBytes()).isZero();
    }

    @Test
    void aGuestThatCopesWithARefusalEndsAsItSays() throws Exception {
        assertThat(run("grow_and_exit_0", 8 << 20)).isEqualTo(new GuestExit.Exited(0));
    }

    @Test
    void theLedgerRefusesWhatTheLimitWouldAllow() throws Exception {
        assertThat(engine.ledger().tryReserve((256L << 20) - (4 << 20))).isTrue();
        assertThat(run("grow_and_trap", 64 << 20))
                .isInstanceOfSatisfying(
                        GuestExit.OutOfMemory.class,
                        exit ->
                                assertThat(exit.message())
                                        .contains("all guests together may hold 256 MiB"));
        engine.ledger().release((256L << 20) - (4 << 20));
        assertThat(engine.ledger().reservedBytes()).isZero();
    }

    @Test
    void growthBeyondWhatCanBeAddressedIsRefused() throws Exception {
        assertThat(run("grow_beyond_everything", 64 << 20)).isEqualTo(new GuestExit.Exited(0));
    }

    @Test
    void grownMemoryIsZero() throws Exception {
        assertThat(run("grown_memory_is_zero", 64 << 20)).isEqualTo(new GuestExit.Exited(3));
    }

    @Test
    void aTableThatOneGuestGrewIsSmallForTheNext() throws Exception {
        assertThat(run("grow_table_and_trap", 8 << 20)).isInstanceOf(GuestExit.OutOfMemory.class);
        assertThat(run("table_size_is_16", 8 << 20)).isEqualTo(new GuestExit.Exited(0));
    }

    @Test
    void initialMemoryAboveTheLimitIsSaidWithBothFigures() throws Exception {
        WasmModule module = engine.load(TestEngine.resource("limits.wasm"));
        assertThatThrownBy(() -> engine.prepare(module, "ok", 512 << 10))
                .isInstanceOf(ModuleException.class)
                .hasMessage("\"/app.wasm\" needs 1 MiB of memory to start, its limit is 512 KiB");
        assertThat(engine.ledger().reservedBytes()).isZero();
    }

    @Test
    void aFailingHostFunctionIsAHostFaultWithItsCause() throws Exception {
        assertThat(run("host_fails", 8 << 20))
                .isInstanceOfSatisfying(
                        GuestExit.Trapped.class,
                        trap -> {
                            assertThat(trap.kind()).isEqualTo("host fault");
                            assertThat(trap.cause()).hasMessage("planted");
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"INTERPRETER", "COMPILER"})
    void anExhaustedStackEndsThatGuestAndNoOther(String tier) throws Exception {
        try (TestEngine other = new TestEngine(Tier.valueOf(tier))) {
            for (int i = 0; i < 5; i++) {
                assertThat(other.run(TestEngine.resource("limits.wasm"), "recurse"))
                        .isInstanceOfSatisfying(
                                GuestExit.Trapped.class,
                                trap -> assertThat(trap.kind()).isEqualTo("call stack exhausted"));
                assertThat(other.run(TestEngine.resource("limits.wasm"), "ok"))
                        .isEqualTo(new GuestExit.Exited(0));
            }
        }
    }
}
