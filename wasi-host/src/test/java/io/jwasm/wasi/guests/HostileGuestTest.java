package io.jwasm.wasi.guests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.IoBuffer;
import io.jwasm.linux.io.Pipe;
import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.GuestStdio;
import io.jwasm.wasi.engine.Tier;
import io.jwasm.wasi.fs.GuestPath;
import io.jwasm.wasi.testing.ModuleRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A real module that wants out, run by the engine: none of what it tries succeeds, and what lies
/// beside its tree stays as it is.
class HostileGuestTest {

    private static final int PERM = 63; // preview 1, `errno`

    @TempDir Path temporary;

    private HostileFixture fixture;

    @BeforeEach
    void open() throws Exception {
        assumeThat(Files.isWritable(Path.of("/proc/sys/kernel/hostname")))
                .as("mounts and device nodes need root")
                .isTrue();
        fixture = new HostileFixture(temporary);
    }

    @AfterEach
    void close() throws Exception {
        try (HostileFixture closed = fixture) {
            closed.assertOutsideIsUntouched();
        }
    }

    private String run(Tier tier, String function) throws Exception {
        try (HostFd devNull = Descriptors.open("/dev/null", OpenFlags.O_RDONLY, 0);
                ModuleRunner runner = new ModuleRunner(tier)) {
            ModuleRunner.Input input =
                    new ModuleRunner.Input(List.of(), List.of(), fixture.grants(), devNull);
            ModuleRunner.Outcome outcome = runner.run(GuestModule.file("hostile"), function, input);
            assertThat(outcome.stderr()).isEmpty();
            assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
            return outcome.stdout();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the_preopen_cannot_be_removed_or_moved",
                "a_read_only_file_is_not_linked_into_a_writable_directory",
                "devices_are_not_opened",
                "descriptors_that_are_not_open_are_bad",
                "pointers_outside_of_the_memory_are_faults",
                "vectors_cannot_take_the_hosts_memory",
                "random_bytes_do_not_leave_the_memory",
                "long_and_strange_paths_are_errors",
                "floods_of_descriptors_end",
                "polls_of_everything_end",
                "results_may_overlap_the_arguments"
            })
    void hostileCallsAreErrors(String function) throws Exception {
        for (Tier tier : List.of(Tier.INTERPRETER, Tier.COMPILER)) {
            assertThat(run(tier, function)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "every_way_out_of_the_tree, INTERPRETER",
        "every_way_out_of_the_tree, COMPILER",
        "every_way_out_of_a_directory, INTERPRETER",
        "links_made_by_the_guest, INTERPRETER",
        "links_made_by_the_guest, COMPILER"
    })
    @SuppressWarnings("SystemOut") // The table is what is asked of this test.
    void noWayLeadsOut(String function, Tier tier) throws Exception {
        Map<String, Integer> stopped = new TreeMap<>();
        run(tier, function)
                .lines()
                .forEach(line -> stopped.merge(whatStopped(line), 1, Math::addExact));
        System.out.println("[hostile paths] " + function + ": " + stopped);
        assertThat(stopped).containsKeys("the kernel", "resolved inside");
    }

    /// A line of the guest's: the error number, the operation, the lookup flag, the path.
    private static String whatStopped(String line) {
        String[] words = line.split(" ", 4);
        int errno = Integer.parseInt(words[0]);
        if (errno == 0) {
            return "resolved inside";
        }
        boolean leaves = new GuestPath(words[3].getBytes(UTF_8)).leavesByItsWords();
        return errno == PERM && leaves ? "our code" : "the kernel";
    }

    @Test
    @SuppressWarnings("SystemOut")
    void twentyThousandOpensInARaceLandInside() throws Exception {
        try (Swapper swapper = fixture.swapDirectoryAndLink()) {
            String said = run(Tier.COMPILER, "a_race_of_a_directory_with_a_link");
            System.out.print("[rename race] " + swapper.swaps() + " swaps, opens: " + said);
            assertThat(said).endsWith(" 0 outside\n").doesNotStartWith("0 inside");
            assertThat(swapper.swaps()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERPRETER", "COMPILER"})
    void changesInARaceStayInside(Tier tier) throws Exception {
        try (Swapper swapper = fixture.swapDirectoryAndLink()) {
            assertThat(run(tier, "a_race_of_changes")).isEmpty();
            assertThat(swapper.swaps()).isPositive();
        }
    }

    @Test
    void aDeviceInAFilesPlaceIsNotOpenedInARace() throws Exception {
        try (Swapper swapper = fixture.swapFileAndDevice()) {
            assertThat(run(Tier.COMPILER, "a_race_of_a_file_with_a_device")).isEmpty();
            assertThat(swapper.swaps()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "waits_for_input",
                "waits_for_room",
                "waits_for_a_writer",
                "waits_for_a_reader",
                "waits_for_a_clock",
                "waits_for_an_event",
                "works_without_end",
                "calls_without_end",
                "draws_random_bytes_without_end"
            })
    void stopEndsWhatWouldNeverEnd(String function) throws Exception {
        for (Tier tier : List.of(Tier.INTERPRETER, Tier.COMPILER)) {
            assertThat(stopWhenItSaysSo(tier, function)).isEqualTo(new GuestExit.Stopped());
        }
    }

    private GuestExit stopWhenItSaysSo(Tier tier, String function) throws Exception {
        try (Pipe stdin = Descriptors.pipe(0);
                Pipe stdout = Descriptors.pipe(0);
                Pipe stderr = Descriptors.pipe(0);
                ModuleRunner runner = new ModuleRunner(tier)) {
            GuestStdio stdio =
                    new GuestStdio(stdin.readEnd(), stdout.writeEnd(), stderr.writeEnd());
            ModuleRunner.Input input =
                    new ModuleRunner.Input(List.of(), List.of(), fixture.grants(), stdin.readEnd());
            try (Guest guest = runner.prepare(GuestModule.file("hostile"), function, input, stdio);
                    IoBuffer buffer = new IoBuffer(64)) {
                CompletableFuture<GuestExit> exit = ModuleRunner.start(guest);
                byte[] said = new byte[64];
                int count = buffer.read(stderr.readEnd(), said, 0, said.length);
                assertThat(new String(said, 0, count, UTF_8)).isEqualTo("waiting\n");
                guest.stop();
                return exit.get(60, TimeUnit.SECONDS);
            }
        }
    }
}
