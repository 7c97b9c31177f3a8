package io.jwasm.wasi.engine;

import static io.jwasm.wasi.engine.WasmBytes.leb;
import static io.jwasm.wasi.engine.WasmBytes.module;
import static io.jwasm.wasi.engine.WasmBytes.name;
import static io.jwasm.wasi.engine.WasmBytes.section;
import static io.jwasm.wasi.engine.WasmBytes.sized;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestExit;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A guest that is in a loop when its module has been compiled.
class HotLoopTest {

    /// Minutes for the interpreter, seconds for compiled code.
    private static final int MANY_TURNS = 2_000_000_000;

    private static final String LOOP = "0340";
    private static final String BR_IF_AGAIN = "0d00";
    private static final String END = "0b";
    private static final String COUNT = "2000" + "4101" + "6a" + "2200"; // local 0 becomes one more
    private static final String UNREACHABLE = "00";

    /// A module whose function `count` goes round a loop, then does something else.
    private static byte[] loop(int turns, String then) {
        String body =
                "01017f"
                        + LOOP
                        + COUNT
                        + ("41" + leb(turns) + "49") // less than that many
                        + BR_IF_AGAIN
                        + then
                        + END
                        + END;
        return module(
                section(1, "02" + "60017f00" + "600000"),
                section(2, "01" + name("test") + name("exit") + "0000"),
                section(3, "0101"),
                section(7, "01" + name("count") + "0001"),
                section(10, "01" + sized(body)),
                section(0, name("name") + "01" + sized("01" + "01" + name("counter"))));
    }

    @Test
    void itChangesOver() throws Exception {
        byte[] module = loop(MANY_TURNS, "4107" + "1000"); // exit(7)
        try (TestEngine engine = new TestEngine(Tier.ADAPTIVE)) {
            assertThat(engine.run(module, "count")).isEqualTo(new GuestExit.Exited(7));
        }
    }

    @Test
    void theStackOfATrapShowsItsFunctionOnce() throws Exception {
        try (TestEngine engine = new TestEngine(Tier.ADAPTIVE)) {
            WasmModule module = engine.load(loop(1_000, UNREACHABLE));
            requireStack(engine, module);
            assertThat(engine.facts().poll(60, TimeUnit.SECONDS)).contains(" compiled in ");
            requireStack(engine, module);
        }
    }

    private static void requireStack(TestEngine engine, WasmModule module) throws Exception {
        try (Guest guest = engine.prepare(module, "count", TestEngine.LIMIT_BYTES)) {
            assertThat(TestEngine.start(guest).get(60, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            GuestExit.Trapped.class,
                            trap -> assertThat(trap.stack()).containsExactly("counter"));
        }
    }
}
