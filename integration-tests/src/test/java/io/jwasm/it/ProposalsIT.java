package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jwasm.it.image.TestImage;
import io.jwasm.it.peer.Containerd;
import io.jwasm.it.peer.Release;
import io.jwasm.it.peer.Setup;
import io.jwasm.it.process.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each extension of WebAssembly in a container: those that guests may use do what they should, and
/// the others are refused by name.
///
/// Each guest of `guests/proposals` ends with 0 only when it got what the proposal says.
/// `docs/proposals.md` is the table.
class ProposalsIT {
    private static final String IMAGE = "docker.io/jwasm/proposals:1";
    private static final Path FOLDER = Path.of("src/test/resources/guests/proposals");

    /// Where, in `garbage-collection.wasm`, an `i32.eqz` is.
    private static final int INSTRUCTION = 0x59;

    /// A module with an empty `_start` and a memory of 49,152 pages: the binary format's sections
    /// are type, function, memory, export and code.
    private static final String LARGE_MEMORY =
            "0061736d01000000"
                    + "010401600000"
                    + "03020100"
                    + "05050100808003"
                    + "070a01065f73746172740000"
                    + "0a040102000b";

    private static final String INTERPRETED = "interpreter";
    private static final String COMPILED = "compiler";

    /// By tier. The tests are given the tiers' names: an argument that can be closed would be.
    private static final Map<String, Stack> STACKS =
            Map.of(INTERPRETED, stack(INTERPRETED), COMPILED, stack(COMPILED));

    private static Stack stack(String tier) {
        String option = "-Djwasm.engine.tier=" + tier;
        return new Stack(
                Shim.JWASM,
                Release.V2_1,
                (release, shims) ->
                        Setup.plain(release, shims).with("JWASM_DAEMON_OPTIONS", option));
    }

    @AfterAll
    static void close() {
        STACKS.values().forEach(Stack::close);
    }

    static Stream<Arguments> supported() {
        return names("supported")
                .flatMap(
                        name -> Stream.of(arguments(name, INTERPRETED), arguments(name, COMPILED)));
    }

    private static Stream<String> names(String kind) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(kind))) {
            return files
                    .map(file -> file.getFileName().toString().replace(".wasm", ""))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("supported")
    void guestGetsWhatTheProposalSays(String name, String tier) {
        Outcome outcome = run(tier, "/supported/" + name + ".wasm");

        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        assertThat(outcome.error()).isEmpty();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("simd", "SIMD (fixed-width vectors)"),
                arguments("simd-types", "SIMD (fixed-width vectors)"),
                arguments("relaxed-simd", "relaxed SIMD"),
                arguments("threads", "threads (shared memory)"),
                arguments("shared-globals", "shared-everything threads"),
                arguments("legacy-exceptions", "legacy exception handling"),
                arguments("memory64", "64-bit memory (memory64)"),
                arguments("table64", "64-bit memory (memory64)"),
                arguments("custom-page-sizes", "custom page sizes"),
                arguments("custom-descriptors", "custom descriptors"),
                arguments("wide-arithmetic", "wide arithmetic"),
                arguments("stack-switching", "stack switching"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void guestThatNeedsMoreIsRefusedByName(String name, String proposal) {
        String file = "/refused/" + name + ".wasm";

        Outcome outcome = run(INTERPRETED, file);

        assertThat(outcome.exitCode()).as(outcome.toString()).isNotZero();
        assertThat(outcome.error())
                .contains('"' + file + '"' + " uses " + proposal)
                .contains("which jwasm does not support");
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments("component", "is a WebAssembly component"),
                arguments("version2", "is WebAssembly of the unknown version 0x00000002"),
                arguments("cut", "is truncated: the file ends at byte 200"),
                arguments("corrupt-code", "is a malformed module: illegal opcode"),
                arguments("corrupt-types", "is no valid module: type mismatch"),
                arguments(
                        "large",
                        "needs a memory of 3 GiB to start, jwasm's memories end at 2 GiB"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void fileThatIsNoModuleIsToldApart(String name, String cause) {
        String file = "/broken/" + name + ".wasm";

        Outcome outcome = run(INTERPRETED, file);

        assertThat(outcome.exitCode()).as(outcome.toString()).isNotZero();
        assertThat(outcome.error()).contains('"' + file + '"' + ' ' + cause);
    }

    private static Outcome run(String tier, String file) {
        Stack stack = Objects.requireNonNull(STACKS.get(tier));
        if (!stack.ctr("images", "list", "--quiet").text().contains(IMAGE)) {
            Containerd containerd = stack.containerd();
            containerd.importImage("default", image().writeTo(containerd.home()));
        }
        List<String> options = List.of("--rm", "--memory-limit", Long.toString(4L << 30));
        return stack.run(IMAGE, options, Stack.newId(), List.of(file)).run();
    }

    private static TestImage image() {
        List<TestImage.Entry> files = new ArrayList<>();
        for (String kind : List.of("supported", "refused")) {
            names(kind).map(name -> kind + "/" + name + ".wasm").forEach(name -> add(files, name));
        }
        byte[] good = Guests.bytes("proposals/supported/garbage-collection.wasm");
        files.add(broken("component", HexFormat.of().parseHex("0061736d0d000100")));
        files.add(broken("version2", changed(good, Integer.BYTES, 2)));
        files.add(broken("cut", Arrays.copyOf(good, 200)));
        files.add(broken("corrupt-code", changed(good, INSTRUCTION, 0xc7)));
        files.add(broken("corrupt-types", changed(good, INSTRUCTION, 0x1a))); // drop
        files.add(broken("large", HexFormat.of().parseHex(LARGE_MEMORY)));
        return new TestImage(
                IMAGE,
                TestImage.Platform.host(),
                files,
                List.of("/supported/mutable-globals.wasm"));
    }

    private static void add(List<TestImage.Entry> files, String name) {
        files.add(TestImage.executable(name, Guests.bytes("proposals/" + name)));
    }

    private static TestImage.Entry broken(String name, byte[] content) {
        return TestImage.executable("broken/" + name + ".wasm", content);
    }

    private static byte[] changed(byte[] module, int offset, int value) {
        byte[] copy = module.clone();
        copy[offset] = (byte) value;
        return copy;
    }
}
