package io.jwasm.wasi.engine;

import static io.jwasm.wasi.engine.WasmBytes.leb;
import static io.jwasm.wasi.engine.WasmBytes.module;
import static io.jwasm.wasi.engine.WasmBytes.name;
import static io.jwasm.wasi.engine.WasmBytes.section;
import static io.jwasm.wasi.engine.WasmBytes.sized;
import static io.jwasm.wasi.engine.WasmBytes.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jwasm.wasi.GuestExit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Modules made to take the host's heap or time, which cost it neither.
class HostileModuleTest {

    private static final String TWO_GIB = "ffffffff07";
    private static final String ONE_FUNCTION = section(1, "01600000") + section(3, "0100");

    private TestEngine engine;

    @BeforeEach
    void open() throws Exception {
        engine = new TestEngine(Tier.ADAPTIVE);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static String group(int types) {
        return "4e" + leb(types) + "600000".repeat(types);
    }

    /// A passive segment of references to the first function.
    private static String elements(int count) {
        return "0100" + leb(count) + "00".repeat(count);
    }

    static Stream<Arguments> bombs() {
        return Stream.of(
                arguments(
                        "an import's name of 2 GiB",
                        module(section(2, "01" + TWO_GIB)),
                        "says at byte 11 that 2147483647 bytes follow, in 0 bytes"),
                arguments(
                        "2 Gi parameters",
                        module(section(1, "0160" + TWO_GIB)),
                        "says at byte 12 that 2147483647 parameters follow, in 0 bytes"),
                arguments(
                        "2 Gi supertypes",
                        module(section(1, "0150" + TWO_GIB)),
                        "says at byte 12 that 2147483647 supertypes follow, in 0 bytes"),
                arguments(
                        "2 Gi types in a group",
                        module(section(1, "014e" + TWO_GIB)),
                        "says at byte 12 that 2147483647 types follow, in 0 bytes"),
                arguments(
                        "a data segment of 2 GiB",
                        module(section(5, "010001"), section(11, "0100" + "41000b" + TWO_GIB)),
                        "says at byte 20 that 2147483647 bytes follow, in 0 bytes"),
                arguments(
                        "2 Gi elements",
                        module(section(4, "01700001"), section(9, "0100" + "41000b" + TWO_GIB)),
                        "says at byte 21 that 2147483647 elements follow, in 0 bytes"),
                arguments(
                        "an export's name of 2 GiB",
                        module(section(7, "01" + TWO_GIB)),
                        "says at byte 11 that 2147483647 bytes follow, in 0 bytes"),
                arguments(
                        "2 Gi branches",
                        start("0240" + "0e" + TWO_GIB + "0b"),
                        "says at byte 38 that 2147483647 branches follow, in 2 bytes"),
                arguments(
                        "100,001 types",
                        module(section(1, leb(100_001) + "600000".repeat(100_001))),
                        "declares more than 100000 types"),
                arguments(
                        "100,001 types in groups",
                        module(section(1, "02" + group(50_001) + group(50_000))),
                        "declares more than 100000 types"),
                arguments(
                        "100,001 imports",
                        module(
                                section(1, "01600000"),
                                section(2, leb(100_001) + "000000" + "00".repeat(400_000))),
                        "declares more than 100000 imports"),
                arguments(
                        "500,001 functions",
                        module(
                                section(1, "01600000"),
                                section(3, leb(500_001) + "00".repeat(500_001))),
                        "declares more than 500000 functions"),
                arguments(
                        "100,001 tables",
                        module(section(4, leb(100_001) + "700000".repeat(100_001))),
                        "declares more than 100000 tables"),
                arguments(
                        "100,001 globals",
                        module(section(6, leb(100_001) + "7f0041000b".repeat(100_001))),
                        "declares more than 100000 globals"),
                arguments(
                        "500,001 exports",
                        module(section(7, leb(500_001) + "000000".repeat(500_001))),
                        "declares more than 500000 exports"),
                arguments(
                        "1,000,001 elements in two segments",
                        module(section(9, "02" + elements(500_001) + elements(500_000))),
                        "declares more than 1000000 elements"),
                arguments(
                        "100,001 data segments",
                        module(section(11, leb(100_001) + "0100".repeat(100_001))),
                        "declares more than 100000 data segments"),
                arguments(
                        "100,001 custom sections",
                        module("000100".repeat(100_001)),
                        "declares more than 100000 custom sections"),
                arguments(
                        "1,001 parameters",
                        module(section(1, "0160" + leb(1001) + "7f".repeat(1001) + "00")),
                        "has a type of 1001 parameters, more than 1000"),
                arguments(
                        "a type that is shared a million times",
                        module(section(1, "01" + "65".repeat(1_000_000))),
                        "uses shared-everything threads, which jwasm does not support"),
                arguments(
                        "50,001 locals",
                        module(
                                ONE_FUNCTION,
                                section(10, "01" + sized("01" + leb(50_001) + "7f" + "0b"))),
                        "declares more than 50000 locals in the function number 0 of its code"),
                arguments(
                        "50,000 locals in each of 50 functions",
                        module(
                                section(1, "01600000"),
                                section(3, "32" + "00".repeat(50)),
                                section(
                                        10,
                                        "32" + sized("01" + leb(50_000) + "7f" + "0b").repeat(50))),
                        "declares more than 1000351 locals in 351 bytes of code"),
                arguments(
                        "20,000 branches out of 20,000 blocks",
                        start(
                                "0240".repeat(20_000)
                                        + "0e"
                                        + leb(20_000)
                                        + leb(19_999).repeat(20_001)
                                        + "0b".repeat(20_000)),
                        "nests its blocks too deep for the branches out of them"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void isRefusedBeforeItIsDecoded(String name, byte[] bytes, String cause) {
        assertThatThrownBy(() -> engine.load(bytes))
                .isInstanceOf(ModuleException.class)
                .hasMessage("\"/app.wasm\" " + cause);
    }

    @Test
    void aThousandBlocksAndBranchesRun() throws Exception {
        byte[] nested =
                start(
                        "0240".repeat(1000)
                                + "41ff00" // i32.const 127
                                + "0e"
                                + leb(999)
                                + Stream.iterate(0, i -> i + 1)
                                        .limit(1000)
                                        .map(WasmBytes::leb)
                                        .reduce("", String::concat)
                                + "0b".repeat(1000));
        assertThat(engine.run(nested, "_start")).isEqualTo(new GuestExit.Exited(0));
    }

    @Test
    void fiftyThousandLocalsRun() throws Exception {
        byte[] locals =
                module(
                        ONE_FUNCTION,
                        section(7, "01" + name("_start") + "0000"),
                        section(10, "01" + sized("01" + leb(50_000) + "7e" + "0b")));
        assertThat(engine.run(locals, "_start")).isEqualTo(new GuestExit.Exited(0));
    }

    @Test
    void aMalformedNameSectionIsIgnored() throws Exception {
        byte[] names =
                module(
                        ONE_FUNCTION,
                        section(7, "01" + name("_start") + "0000"),
                        section(10, "01" + sized("00" + "00" + "0b")),
                        section(
                                0,
                                name("name") + "01" + sized("02" + "00" + name("first") + "7f")));
        assertThat(engine.run(names, "_start"))
                .isInstanceOfSatisfying(
                        GuestExit.Trapped.class,
                        trap -> assertThat(trap.stack()).containsExactly("first"));
    }

    @Test
    void tablesAreCountedWithTheMemory() throws Exception {
        byte[] tables =
                module(
                        ONE_FUNCTION,
                        section(4, "02" + ("7000" + leb(10_000_000)).repeat(2)),
                        section(7, "01" + name("_start") + "0000"),
                        section(10, "01" + sized("000b")));
        WasmModule module = engine.load(tables);
        assertThatThrownBy(() -> engine.prepare(module, "_start", TestEngine.LIMIT_BYTES))
                .hasMessage(
                        "\"/app.wasm\" needs 152.6 MiB of memory to start, its limit is 64 MiB");
    }
}
