package io.jwasm.wasi.engine;

import static io.jwasm.wasi.engine.WasmBytes.leb;
import static io.jwasm.wasi.engine.WasmBytes.module;
import static io.jwasm.wasi.engine.WasmBytes.name;
import static io.jwasm.wasi.engine.WasmBytes.section;
import static io.jwasm.wasi.engine.WasmBytes.sized;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.engine.module.CompiledCode;
import io.jwasm.wasi.engine.module.ModuleView;
import io.jwasm.wasi.engine.module.SharedModule;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A module so large that its functions are decoded and compiled group by group.
class LargeModuleTest {

    /// Each adds 1 to its parameter, after much ado.
    private static final int SMALL = 4_000;

    /// In one expression, which nothing can be split off from, and so too large for a method of the
    /// JVM.
    private static final int HUGE_ADDITIONS = 160 * 256;

    private static final int EXIT = 0; // imported
    private static final int FIRST = 1;
    private static final int HUGE = FIRST + SMALL;
    private static final int RUN = HUGE + 1;
    private static final int LAST = RUN + 1;
    private static final int RUN_LAST = LAST + 1;

    private static final String VALID = "00" + "0b";
    private static final String INVALID = "00" + "4100" + "0b"; // leaves a value behind

    private static byte[] large(String last) {
        String small = "00" + "41001a".repeat(30) + "2000" + "41016a" + "0b";
        String huge = "00" + "2000" + "41016a".repeat(HUGE_ADDITIONS) + "0b";
        String run =
                "00"
                        + "4100"
                        + call(FIRST)
                        + call(FIRST + 700)
                        + call(HUGE - 1)
                        + call(HUGE)
                        + call(FIRST + 2000)
                        + call(EXIT)
                        + "0b";
        String runLast = "00" + call(LAST) + "0b";
        return module(
                section(1, "03" + "60017f00" + "600000" + "60017f017f"),
                section(2, "01" + name("test") + name("exit") + "0000"),
                section(3, leb(SMALL + 4) + "02".repeat(SMALL + 1) + "01".repeat(3)),
                section(
                        7,
                        "02"
                                + (name("run") + "00" + leb(RUN))
                                + (name("run_last") + "00" + leb(RUN_LAST))),
                section(
                        10,
                        leb(SMALL + 4)
                                + sized(small).repeat(SMALL)
                                + sized(huge)
                                + sized(run)
                                + sized(last)
                                + sized(runLast)));
    }

    private static String call(int function) {
        return "10" + leb(function);
    }

    private static GuestExit run(TestEngine engine, WasmModule module, String function)
            throws Exception {
        try (Guest guest = engine.prepare(module, function, TestEngine.LIMIT_BYTES)) {
            return TestEngine.start(guest).get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void itsFunctionsAreDecodedWhenTheyAreCalled() throws Exception {
        try (TestEngine engine = new TestEngine(Tier.INTERPRETER)) {
            WasmModule module = engine.load(large(VALID));
            SharedModule.Contents contents = ((ModuleView) module).shared().contents();
            assertThat(contents.bodies()).isNotNull();
            assertThat(contents.decoded().codeSection().getFunctionBody(RUN - 1).instructions())
                    .hasSize(2);
            assertThat(run(engine, module, "run")).isEqualTo(new GuestExit.Exited(4));
        }
    }

    @Test
    void itIsCompiledButForTheFunctionThatIsTooLarge() throws Exception {
        try (TestEngine engine = new TestEngine(Tier.COMPILER)) {
            WasmModule module = engine.load(large(VALID));
            SharedModule shared = ((ModuleView) module).shared();
            assertThat(shared.whyNotCompiled()).isEmpty();
            CompiledCode code = Objects.requireNonNull(shared.compiled());
            assertThat(code.isInterpreted(HUGE)).isTrue();
            assertThat(code.isInterpreted(HUGE - 1)).isFalse();
            assertThat(run(engine, module, "run")).isEqualTo(new GuestExit.Exited(4));
            assertThat(run(engine, module, "run_last")).isEqualTo(new GuestExit.Exited(0));
        }
    }

    @Test
    void anInvalidFunctionTrapsWhenItIsCalled() throws Exception {
        try (TestEngine engine = new TestEngine(Tier.COMPILER)) {
            WasmModule module = engine.load(large(INVALID));
            assertThat(((ModuleView) module).shared().whyNotCompiled())
                    .hasValueSatisfying(why -> assertThat(why).contains("type mismatch"));
            assertThat(run(engine, module, "run_last"))
                    .isInstanceOfSatisfying(
                            GuestExit.Trapped.class,
                            trap -> {
                                assertThat(trap.kind()).isEqualTo("invalid function");
                                assertThat(trap.message()).contains("type mismatch");
                            });
        }
    }
}
