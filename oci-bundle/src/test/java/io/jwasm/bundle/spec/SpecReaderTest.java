package io.jwasm.bundle.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jwasm.bundle.error.BundleException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecReaderTest {

    private static final String MINIMAL =
            """
            {"ociVersion": "1.2.0",
             "process": {"args": ["/a.wasm"], "cwd": "/"},
             "root": {"path": "rootfs"}}
            """;

    @Test
    void theLeastConfigurationIsReadWithItsDefaults() throws BundleException {
        RuntimeSpec spec = read(MINIMAL);
        RuntimeSpec expected =
                RuntimeSpec.of(
                        new ProcessSpec(
                                List.of("/a.wasm"),
                                List.of(),
                                "/",
                                UserSpec.ROOT,
                                false,
                                null,
                                Capabilities.NONE,
                                List.of(),
                                false,
                                null),
                        new RootSpec("rootfs", false));
        assertThat(spec).isEqualTo(expected);
    }

    @Test
    void unknownFieldsAreSkippedAndNullIsAbsent() throws BundleException {
        String json =
                MINIMAL.replace(
                        "{\"ociVersion\"", "{\"vm\": [1, {}], \"mounts\": null, \"ociVersion\"");
        assertThat(read(json)).isEqualTo(read(MINIMAL));
    }

    @Test
    void destinationsOfMountsAreCleaned() throws BundleException {
        String json =
                MINIMAL.replace(
                        "{\"ociVersion\"",
                        "{\"mounts\": [{\"destination\": \"a/.//b/../c/\"}], \"ociVersion\"");
        assertThat(read(json).mounts().getFirst().destination()).isEqualTo("/a/c");
    }

    @Test
    void aLimitOf64BitsWithoutSignIsKept() throws BundleException {
        String json =
                MINIMAL.replace(
                        "\"cwd\"",
                        "\"rlimits\": [{\"type\": \"RLIMIT_CORE\", \"soft\": 18446744073709551615, "
                                + "\"hard\": 18446744073709551615}], \"cwd\"");
        assertThat(read(json).process().rlimits())
                .containsExactly(new Rlimit("RLIMIT_CORE", -1, -1));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                            "args": ["/a.wasm"]  | "args": []               | process.args must not be empty
                            "args": ["/a.wasm"]  | "args": null             | process.args must not be empty
                            "args": ["/a.wasm"]  | "x": 1                   | process.args must not be empty
                            "args": ["/a.wasm"]  | "args": [""]             | process.args[0] must not be empty
                            "args": ["/a.wasm"]  | "args": [1]              | process.args[0] must be a string, not the number 1
                            "args": ["/a.wasm"]  | "args": [null]           | process.args[0] must be a string, not null
                            "args": ["/a.wasm"]  | "args": "/a.wasm"        | process.args must be an array, not a string
                            "args": ["/a.wasm"]  | "args": ["a\\u0000b"]    | process.args[0] contains a NUL character
                    "args": ["/a.wasm"]  | "args": ["a\\ud800b"]    | process.args[0] contains half of a surrogate pair
                            "cwd": "/"           | "cwd": "x"               | process.cwd "x" is not absolute
                            "cwd": "/"           | "cwd": ""                | process.cwd must not be empty
                            "cwd": "/"           | "cwd": {}                | process.cwd must be a string, not an object
                            "cwd": "/"           | "cwd": "/", "env": ["A=1", "B"] | process.env[1] is not of the form NAME=value
                            "cwd": "/"           | "cwd": "/", "env": ["=1"] | process.env[0] is not of the form NAME=value
                            "cwd": "/"           | "cwd": "/", "terminal": 1 | process.terminal must be true or false, not the number 1
                            "cwd": "/"           | "cwd": "/", "consoleSize": 80 | process.consoleSize must be an object, not the number 80
                            "cwd": "/"           | "cwd": "/", "consoleSize": {"width": 65536} | process.consoleSize.width 65536 is not in 0 to 65535
                            "cwd": "/"           | "cwd": "/", "consoleSize": {"height": -1} | process.consoleSize.height -1 is not in 0 to 65535
                            "cwd": "/"           | "cwd": "/", "user": {"uid": -1} | process.user.uid -1 is not in 0 to 4294967295
                            "cwd": "/"           | "cwd": "/", "user": {"gid": 4294967296} | process.user.gid 4294967296 is not in 0 to 4294967295
                            "cwd": "/"           | "cwd": "/", "user": {"uid": 1.5} | process.user.uid must be a whole number, not the number 1.5
                            "cwd": "/"           | "cwd": "/", "user": {"additionalGids": [1, "2"]} | process.user.additionalGids[1] must be a whole number, not a string
                            "cwd": "/"           | "cwd": "/", "rlimits": [{"type": "RLIMIT_CORE", "soft": 1}] | process.rlimits[0].hard is missing
                            "cwd": "/"           | "cwd": "/", "rlimits": [{"soft": 1, "hard": 1}] | process.rlimits[0].type must not be empty
                            "cwd": "/"           | "cwd": "/", "oomScoreAdj": 1001 | process.oomScoreAdj 1001 is not in -1000 to 1000
                            "process"            | "proc"                   | process is missing
                            "root"               | "ruut"                   | root is missing
                            "path": "rootfs"     | "path": ""               | root.path must not be empty
                            "path": "rootfs"     | "path": "r", "readonly": "yes" | root.readonly must be true or false, not a string
                            "ociVersion": "1.2.0" | "ociVersion": 1         | ociVersion must be a string, not the number 1
                            "ociVersion": "1.2.0" | "mounts": [{"source": "x"}] | mounts[0].destination must not be empty
                            "ociVersion": "1.2.0" | "mounts": {}            | mounts must be an array, not an object
                            "ociVersion": "1.2.0" | "annotations": {"a b": 1} | annotations["a b"] must be a string, not the number 1
                            "ociVersion": "1.2.0" | "hooks": {"prestart": [{"path": "bin/x"}]} | hooks.prestart[0].path "bin/x" is not absolute
                            "ociVersion": "1.2.0" | "hooks": {"poststop": [{"path": "/x", "timeout": 0}]} | hooks.poststop[0].timeout 0 is not in 1 to 2147483647
                            "ociVersion": "1.2.0" | "linux": {"namespaces": [{"type": "net"}]} | linux.namespaces[0].type "net" is not a type of namespace
                            "ociVersion": "1.2.0" | "linux": {"namespaces": [{"type": "ipc"}, {"type": "ipc"}]} | linux.namespaces[1].type "ipc" is listed twice
                            "ociVersion": "1.2.0" | "linux": {"namespaces": [{"type": "ipc", "path": "ns"}]} | linux.namespaces[0].path "ns" is not absolute
                            "ociVersion": "1.2.0" | "linux": {"resources": {"memory": {"limit": -2}}} | linux.resources.memory.limit -2 is not in -1 to 9223372036854775807
                            "ociVersion": "1.2.0" | "linux": []             | linux must be an object, not an array
                    """)
    void faultsNameTheirPlaceAndValue(String text, String replacement, String fault) {
        String json = MINIMAL.replace(text, replacement);
        assertThat(json).isNotEqualTo(MINIMAL);
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> read(json))
                .withMessage("config.json: " + fault)
                .returns(BundleException.Kind.INVALID_ARGUMENT, BundleException::kind);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"a": 1,\\n "b": 2,\\n      x} | config.json: line 3, column 7: Unexpected character ('x'
                    {"a": {\\n                    | config.json: line 2, column 1: Unexpected end-of-input: expected close marker for Object (start marker at line: 1, column: 7)
                    {} {}                         | config.json: line 1, column 4: Trailing token
                    []                            | config.json: the document must be a JSON object
                    "x"                           | config.json: the document must be a JSON object
                    ``                            | config.json: the document must be a JSON object
                    {"a": 0x1}                    | config.json: line 1, column 8: Unexpected character ('x'
                    """)
    void malformedDocumentsNameTheLine(String json, String fault) {
        String text = json.replace("\\n", "\n");
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> read(text))
                .withMessageStartingWith(fault)
                .withMessageNotContaining("Source");
    }

    @Test
    void deepNestingIsRefused() {
        String json = "{\"a\":" + "[".repeat(100_000);
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> read(json))
                .withMessageContaining("nesting depth");
    }

    @Test
    void largeDocumentsAreRefusedByTheirSize() {
        byte[] json = new byte[SpecReader.SIZE_LIMIT_BYTES + 1];
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> SpecReader.readConfig(json))
                .withMessage(
                        "config.json: 8388609 bytes are more than the 8388608 that it may have");
    }

    @Test
    void longValuesAreCutInMessages() {
        String json = MINIMAL.replace("\"/\"", "\"" + "x".repeat(5000) + "\"");
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> read(json))
                .satisfies(fault -> assertThat(fault.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void secretsInTheEnvironmentAreNotQuoted() {
        String json = MINIMAL.replace("\"cwd\"", "\"env\": [\"s3cret\"], \"cwd\"");
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> read(json))
                .withMessageNotContaining("s3cret");
    }

    @Test
    void execProcessesAreReadAlone() throws BundleException {
        byte[] json =
                "{\"args\": [\"x\"], \"cwd\": \"/tmp\", \"terminal\": true}"
                        .getBytes(StandardCharsets.UTF_8);
        ProcessSpec process = SpecReader.readProcess(json);
        assertThat(process.isTerminal()).isTrue();
        assertThat(process.cwd()).isEqualTo("/tmp");
    }

    @Test
    void updatesTellWhatWasNotGivenFromNoLimit() throws BundleException {
        byte[] json =
                "{\"memory\": {\"limit\": -1}, \"cpu\": {\"quota\": 50000}}"
                        .getBytes(StandardCharsets.UTF_8);
        ResourcesSpec resources = SpecReader.readResources(json);
        assertThat(resources.memory()).isEqualTo(new ResourcesSpec.Memory(-1L, null, null));
        assertThat(resources.cpu().quotaMicros()).isEqualTo(50_000);
        assertThat(resources.cpu().periodMicros()).isNull();
        assertThat(resources.pidsLimit()).isNull();
    }

    private static RuntimeSpec read(String json) throws BundleException {
        return SpecReader.readConfig(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bytesThatAreNoTextPass() throws Exception {
        byte[] json =
                """
                {"process": {"args": ["/a.wasm", "x?y"], "env": ["A=\\udc80"], "cwd": "/"},
                 "root": {"path": "rootfs"}}
                """
                        .getBytes(StandardCharsets.UTF_8);
        json[new String(json, StandardCharsets.UTF_8).indexOf('?')] = (byte) 0xff;

        ProcessSpec process = SpecReader.readConfig(json).process();

        assertThat(process.args()).containsExactly("/a.wasm", "x\udcffy");
        assertThat(process.env()).containsExactly("A=\udc80");
    }

    @Test
    void theRootIsText() {
        byte[] json =
                "{\"process\": {\"args\": [\"a\"], \"cwd\": \"/\"}, \"root\": {\"path\": \"\\udcff\"}}"
                        .getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> SpecReader.readConfig(json))
                .withMessage("config.json: root.path is not UTF-8");
    }
}
