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

import io.jwasm.linux.fs.HostFd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a user reads when a file is no module that can be run.
class ModuleErrorTest {

    private TestEngine engine;

    @BeforeEach
    void open() throws Exception {
        engine = new TestEngine(Tier.INTERPRETER);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    static Stream<Arguments> brokenFiles() throws Exception {
        byte[] hello = TestEngine.resource("hello.wasm");
        return Stream.of(
                arguments("empty", bytes(""), "is empty (0 bytes)"),
                arguments(
                        "3 bytes",
                        bytes("\0as"),
                        "is truncated: a module's header has 8 bytes, the file has 3"),
                arguments(
                        "header cut",
                        bytes("\0asm\1\0"),
                        "is truncated: a module's header has 8 bytes, the file has 6"),
                arguments(
                        "ELF",
                        bytes("\177ELF\2\1\1"),
                        "is no WebAssembly module: it is an ELF file, a native Linux program"),
                arguments(
                        "script",
                        bytes("#!/bin/sh\necho\n"),
                        "is no WebAssembly module: it is a script"),
                arguments(
                        "text",
                        bytes("(module)"),
                        "is no WebAssembly module: it is WebAssembly text (compile it with"
                                + " wat2wasm)"),
                arguments(
                        "gzip",
                        bytes("\37\213\10\0\0\0"),
                        "is no WebAssembly module: it is a gzip file"),
                arguments(
                        "something",
                        bytes("hello world"),
                        "is no WebAssembly module: it does not begin with \\0asm"),
                arguments(
                        "component",
                        hex("0061736d0d000100"),
                        "is a WebAssembly component; jwasm runs core modules with WASI preview 1"
                                + " (build it for wasm32-wasip1)"),
                arguments(
                        "version 2",
                        hex("0061736d02000000"),
                        "has version 2 of the WebAssembly binary format; jwasm knows version 1"),
                arguments(
                        "cut in a section",
                        Arrays.copyOf(hello, 60),
                        "is truncated: the file ends at byte 60, within the export section that"
                                + " begins at 58; the section ends at byte 79"),
                arguments(
                        "cut before a section",
                        Arrays.copyOf(hello, hello.length - 1),
                        "is truncated: the file ends at byte 107, within the data section that"
                                + " begins at 95; the section ends at byte 108"),
                arguments(
                        "type mismatch",
                        start("4100"),
                        "is no valid module: type mismatch, mismatching stack height"),
                arguments(
                        "SIMD",
                        start("fd0c" + "00".repeat(16) + "1a"),
                        "uses SIMD (fixed-width vectors), which jwasm does not support"),
                arguments(
                        "legacy exceptions",
                        start("0640190b"),
                        "uses legacy exception handling (`wasm-opt --translate-to-exnref` converts"
                                + " a module), which jwasm does not support"),
                arguments(
                        "threads",
                        module(section(5, "01030102")),
                        "uses threads (shared memory), which jwasm does not support"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenFiles")
    void aBrokenFileIsNamedWithItsCause(String name, byte[] bytes, String cause) {
        assertThatThrownBy(() -> engine.load(bytes))
                .isInstanceOf(ModuleException.class)
                .hasMessage("\"/app.wasm\" " + cause);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenFiles")
    void aBrokenFileIsBrokenTheSecondTimeToo(String name, byte[] bytes, String cause) {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> engine.load(bytes)).isInstanceOf(ModuleException.class);
        }
    }

    static Stream<Arguments> unlinkable() {
        return Stream.of(
                arguments(
                        "unknown module",
                        importing("env", "foo", "0000", "60017f017f"),
                        "imports function env.foo (i32) -> i32, which jwasm does not offer (it"
                                + " offers test)"),
                arguments(
                        "unknown function",
                        importing("test", "nothing", "0000", "60037e7d7c00"),
                        "imports function test.nothing (i64, f32, f64), which jwasm does not offer"
                                + " (it offers test)"),
                arguments(
                        "wrong type",
                        importing("test", "exit", "0000", "60017e00"),
                        "imports function test.exit (i64); jwasm offers a function of that name"
                                + " with another type"),
                arguments(
                        "two results",
                        importing("test", "exit", "0000", "6000027f7f"),
                        "imports function test.exit () -> (i32, i32); jwasm offers a function of"
                                + " that name with another type"),
                arguments(
                        "memory",
                        importing("env", "memory", "020001", "600000"),
                        "imports memory env.memory, which jwasm does not offer (it offers test)"),
                arguments(
                        "table",
                        importing("env", "table", "01700001", "600000"),
                        "imports table env.table, which jwasm does not offer (it offers test)"),
                arguments(
                        "global",
                        importing("env", "base", "037f00", "600000"),
                        "imports global env.base, which jwasm does not offer (it offers test)"));
    }

    /// A module with one import, of type 0 where it is a function, and an empty `_start`.
    private static byte[] importing(String module, String name, String description, String type) {
        int start = description.startsWith("00") ? 1 : 0;
        return module(
                section(1, "02" + type + "600000"),
                section(2, "01" + name(module) + name(name) + description),
                section(3, "0101"),
                section(7, "01" + name("_start") + "00" + leb(start)),
                section(10, "01" + sized("000b")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unlinkable")
    void anImportThatIsNotOfferedIsNamed(String name, byte[] bytes, String cause) throws Exception {
        WasmModule module = engine.load(bytes);
        assertThatThrownBy(() -> engine.prepare(module, "_start", TestEngine.LIMIT_BYTES))
                .isInstanceOf(ModuleException.class)
                .hasMessage("\"/app.wasm\" " + cause);
        assertThat(engine.ledger().reservedBytes()).isZero();
    }

    @Test
    void aMissingExportIsAnsweredWithThoseThereAre() throws Exception {
        WasmModule module = engine.load(TestEngine.resource("names.wasm"));
        assertThatThrownBy(() -> engine.prepare(module, "_start", TestEngine.LIMIT_BYTES))
                .isInstanceOf(ModuleException.class)
                .hasMessage("\"/app.wasm\" exports no function \"_start\"; it exports: run");
    }

    @Test
    void aModuleWithoutExportsSaysSo() throws Exception {
        WasmModule module = engine.load(module());
        assertThatThrownBy(() -> engine.prepare(module, "run", TestEngine.LIMIT_BYTES))
                .hasMessage(
                        "\"/app.wasm\" exports no function \"run\"; it exports no functions at"
                                + " all");
    }

    @Test
    void aFileOverTheSizeLimitIsRefused() throws Exception {
        EngineConfig defaults = EngineConfig.defaults();
        EngineConfig small =
                new EngineConfig(
                        100,
                        100,
                        Tier.INTERPRETER,
                        defaults.idleModuleBytes(),
                        defaults.idleModuleTime(),
                        Optional.empty());
        try (TestEngine strict = new TestEngine(small)) {
            byte[] hello = TestEngine.resource("hello.wasm");
            assertThatThrownBy(() -> strict.load(hello))
                    .hasMessage("\"/app.wasm\" is larger than 100 bytes, the limit for a module");
        }
    }

    @Test
    void aDirectoryIsNamedAsOne() throws Exception {
        try (HostFd directory = TestEngine.open(Path.of("/tmp"))) {
            assertThatThrownBy(() -> engine.engine().load(directory, "/app"))
                    .isInstanceOf(ModuleException.class)
                    .hasMessage("\"/app\" is a directory");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
