package io.jwasm.wasi.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.engine.Tier;
import io.jwasm.wasi.testing.ModuleRunner;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every case of every guest, with the interpreter and with the compiler, as preview 1 and as
/// `wasi_unstable`. A guest checks what it is told itself and says which line failed.
class GuestCasesTest {

    private static final List<Tier> TIERS = List.of(Tier.INTERPRETER, Tier.COMPILER);
    private static final List<String> MODULES =
            List.of(
                    "files",
                    "files-unstable",
                    "rights",
                    "rights-unstable",
                    "directories",
                    "directories-unstable",
                    "names",
                    "names-unstable",
                    "streams",
                    "streams-unstable",
                    "process",
                    "process-unstable",
                    "sockets",
                    "sockets-unstable");

    /// What cases end with; 0 where nothing is said.
    private static final Map<String, Integer> CODES =
            Map.of("exit_carries_its_code", 42, "a_raised_signal_ends_the_guest", 128 + 15);

    /// What cases leave in their root, by path.
    private static final Map<String, Map<String, String>> LEFT =
            Map.of(
                    "written_bytes_are_read_back", Map.of("f", "hello world"),
                    "append_writes_at_the_end_until_it_is_taken_away", Map.of("f", "Xnetwo!"),
                    "a_file_outlives_its_name", Map.of(),
                    "deleting_while_reading_loses_nothing", Map.of(),
                    "a_tree_is_removed_as_rm_does_it", Map.of(),
                    "renumber_moves_a_descriptor", Map.of("a", "AB", "b", ""),
                    "a_directory_descriptor_follows_a_rename",
                            Map.of("sub/b/first", "", "sub/b/second", ""),
                    "a_rename_goes_across_directories_and_preopens", Map.of("d/back", "moved"),
                    "directories_are_made_and_removed", Map.of("f", ""));

    private static final Map<Tier, ModuleRunner> RUNNERS = new EnumMap<>(Tier.class);

    @TempDir Path temporary;

    @BeforeAll
    static void open() {
        TIERS.forEach(tier -> RUNNERS.put(tier, new ModuleRunner(tier)));
    }

    @AfterAll
    static void close() {
        RUNNERS.values().forEach(ModuleRunner::close);
    }

    static Stream<Arguments> cases() throws Exception {
        List<Arguments> cases = new ArrayList<>();
        try (ModuleRunner runner = new ModuleRunner(Tier.INTERPRETER)) {
            for (String module : MODULES) {
                for (String function : runner.functions(GuestModule.file(module))) {
                    TIERS.forEach(tier -> cases.add(arguments(module, function, tier)));
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("cases")
    void guestFindsWhatItExpects(String module, String function, Tier tier) throws Exception {
        assumeRoot();
        try (GuestFixture fixture = new GuestFixture(temporary)) {
            if (module.startsWith("streams")) {
                fixture.addNodes();
            }
            CompletableFuture<String> peer =
                    function.equals("a_connection_is_accepted_and_served")
                            ? CompletableFuture.supplyAsync(() -> talkTo(fixture))
                            : CompletableFuture.completedFuture("pong");

            ModuleRunner.Outcome outcome =
                    runner(tier).run(GuestModule.file(module), function, fixture.input());

            assertThat(outcome.stderr()).isEmpty();
            assertThat(outcome.exit())
                    .isEqualTo(new GuestExit.Exited(CODES.getOrDefault(function, 0)));
            Map<String, String> left = LEFT.get(function);
            if (left != null) {
                assertThat(filesBelow(fixture.root())).isEqualTo(left);
            }
            assertThat(peer.join()).isEqualTo("pong");
        }
    }

    private static ModuleRunner runner(Tier tier) {
        return java.util.Objects.requireNonNull(RUNNERS.get(tier));
    }

    private static void assumeRoot() {
        assumeThat(Files.isWritable(Path.of("/proc/sys/kernel/hostname")))
                .as("mounts and device nodes need root")
                .isTrue();
    }

    private static Map<String, String> filesBelow(Path root) throws Exception {
        Map<String, String> found = new java.util.TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return found;
    }

    /// Connects when the guest has said that it is about to accept.
    private static String talkTo(GuestFixture fixture) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            Deadline.await(() -> Files.exists(fixture.root().resolve("ready")));
            channel.connect(UnixDomainSocketAddress.of(fixture.socket()));
            channel.write(ByteBuffer.wrap("0123456789".getBytes(StandardCharsets.UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(100);
            while (channel.read(answer) >= 0) {
                // until the guest shuts its side
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void randomBytesDifferFromRunToRun() throws Exception {
        assumeRoot();
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (GuestFixture fixture = new GuestFixture(temporary.resolve("run" + i))) {
                said.add(
                        runner(Tier.INTERPRETER)
                                .run(
                                        GuestModule.file("process"),
                                        "random_bytes_differ",
                                        fixture.input())
                                .stdout());
            }
        }
        assertThat(said.getFirst()).isNotEmpty().isNotEqualTo(said.getLast());
    }
}
