package io.jwasm.wasi.guests;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.Pipe;
import io.jwasm.wasi.Grant;
import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.GuestStdio;
import io.jwasm.wasi.engine.Tier;
import io.jwasm.wasi.testing.ModuleRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A guest that works beside two that take all they can get, in one JVM, on one engine: it finishes
/// with the right output, and the others can be stopped.
class NeighbourTest {

    private static final Path MODULE = GuestModule.file("neighbour");
    private static final long MEMORY_BYTES = 16L << 20;
    private static final int HOSTILE = 2;
    private static final String SUM = "sum 128374677504\n";

    @TempDir Path temporary;

    private final List<AutoCloseable> open = new ArrayList<>();
    private ModuleRunner runner;
    private HostFd devNull;

    @BeforeEach
    void open() throws Exception {
        runner = new ModuleRunner(Tier.COMPILER, MEMORY_BYTES, HOSTILE + 1);
        devNull = Descriptors.open("/dev/null", OpenFlags.O_RDONLY, 0);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open.reversed()) {
            resource.close();
        }
        runner.close();
        devNull.close();
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.add(resource);
        return resource;
    }

    private ModuleRunner.Input input(String home) throws Exception {
        Path path = Files.createDirectories(temporary.resolve(home));
        HostFd root = keep(Descriptors.open(path.toString(), OpenFlags.O_DIRECTORY, 0));
        List<Grant> grants = List.of(new Grant.Directory("/", root, false));
        return new ModuleRunner.Input(List.of(), List.of(), grants, devNull);
    }

    /// Its output is a pipe that nobody reads.
    private Guest hostile(String function, String home) throws Exception {
        Pipe output = keep(Descriptors.pipe(0));
        GuestStdio stdio = new GuestStdio(devNull, output.writeEnd(), output.writeEnd());
        return keep(runner.prepare(MODULE, function, input(home), stdio));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spins",
                "takes_all_memory",
                "takes_all_descriptors",
                "takes_all_directories",
                "opens_and_closes",
                "makes_names_without_end",
                "asks_for_huge_vectors",
                "polls_without_end",
                "writes_without_end",
                "draws_random_bytes",
                "recurses",
                "traps",
                "waits"
            })
    void aGuestWorksBesideOneThat(String function) throws Exception {
        List<Guest> guests = new ArrayList<>();
        List<CompletableFuture<GuestExit>> exits = new ArrayList<>();
        for (int i = 0; i < HOSTILE; i++) {
            Guest guest = hostile(function, "hostile-" + i);
            guests.add(guest);
            exits.add(ModuleRunner.start(guest));
        }

        ModuleRunner.Outcome outcome = runner.run(MODULE, "works", input("home"));

        assertThat(outcome.stderr()).isEmpty();
        assertThat(outcome.stdout()).isEqualTo(SUM);
        assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
        assertThat(temporary.resolve("home")).isEmptyDirectory();
        boolean endsByItself = function.equals("recurses") || function.equals("traps");
        for (int i = 0; i < HOSTILE; i++) {
            if (!endsByItself) {
                guests.get(i).stop();
            }
            GuestExit exit = exits.get(i).get(60, TimeUnit.SECONDS);
            assertThat(exit)
                    .isInstanceOf(endsByItself ? GuestExit.Trapped.class : GuestExit.Stopped.class);
        }
    }
}
