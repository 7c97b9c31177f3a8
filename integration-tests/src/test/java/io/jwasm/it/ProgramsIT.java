package io.jwasm.it;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.jwasm.it.image.TestImage;
import io.jwasm.it.peer.FetchedParts;
import io.jwasm.it.peer.Release;
import io.jwasm.it.process.Command;
import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.Outcome;
import io.jwasm.it.program.FileTree;
import io.jwasm.it.program.Program;
import io.jwasm.it.program.Reference;
import io.jwasm.it.program.Sequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Programs that nobody here wrote do under `ctr run` what they do under wasmtime: the same output,
/// exit codes and files.
///
/// The system property `jwasm.it.programs` names those to run, separated by commas, or says `all`;
/// without it those that take seconds run. `scripts/programs` runs all.
@Timeout(1800)
class ProgramsIT {
    private static final String WANTED = System.getProperty("jwasm.it.programs", "small");
    private static final Path INPUTS =
            Path.of(System.getProperty("jwasm.it.project", ".."))
                    .resolve("integration-tests/src/test/programs")
                    .toAbsolutePath()
                    .normalize();

    private static final Stack STACK = new Stack(Shim.JWASM, Release.V2_1);
    private static final List<String> TABLE = new ArrayList<>();

    private final Path folder;

    ProgramsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    /// How a runtime runs a program once, with the host's folders by their places in the guest.
    @FunctionalInterface
    private interface Peer {
        Command run(Map<String, Path> folders, Program.Run run);
    }

    static Stream<Program> programs() {
        return switch (WANTED) {
            case "all" -> Program.all();
            case "small" -> Program.all().filter(Program::isSmall);
            default -> {
                List<String> names = List.of(WANTED.split(",", -1));
                yield Program.all().filter(program -> names.contains(program.part()));
            }
        };
    }

    @BeforeAll
    static void head() {
        TABLE.add(
                "%-20s %5s %8s %7s %6s %9s %9s %9s %9s"
                        .formatted(
                                "",
                                "runs",
                                "output",
                                "files",
                                "exit",
                                "jwasm",
                                "again",
                                "wasmtime",
                                "ratio"));
    }

    @AfterAll
    static void print() {
        STACK.close();
        TABLE.forEach(line -> IO.println("[programs] " + line));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void programDoesWhatItDoesUnderWasmtime(Program program) throws IOException {
        Reference reference = Reference.require(INPUTS);
        Path fetched = FetchedParts.PROGRAMS.require(program.part());
        Path module = fetched.resolve("main.wasm");
        assumeThat(module).exists();
        TestImage image =
                TestImage.ofModule(
                        "docker.io/jwasm/" + program.part() + ":1", Files.readAllBytes(module));
        STACK.containerd().importImage("default", image.writeTo(folder));
        Peer jwasm = (folders, run) -> container(image, folders, run);

        Sequence expected =
                run(program, fetched, "expected", (f, run) -> reference.run(module, f, run));
        Sequence first = run(program, fetched, "first", jwasm);
        Sequence again = run(program, fetched, "again", jwasm);

        TABLE.add(row(program, expected, first, again));
        SoftAssertions softly = new SoftAssertions();
        for (Sequence actual : List.of(first, again)) {
            softly.assertThat(actual.output()).isEqualTo(expected.output());
            softly.assertThat(actual.exitCodes()).isEqualTo(expected.exitCodes());
            softly.assertThat(actual.files()).isEqualTo(expected.files());
        }
        softly.assertAll();
    }

    private Sequence run(Program program, Path fetched, String name, Peer peer) throws IOException {
        Path data = folder.resolve(name);
        Command.of("cp", "-r", program.inputs(INPUTS).toString(), data.toString()).run().orThrow();
        Map<String, Path> folders = new LinkedHashMap<>(Map.of("/data", data));
        program.shares().forEach((from, to) -> folders.put(to, fetched.resolve(from)));
        List<Outcome> outcomes = new ArrayList<>();
        long start = System.nanoTime();
        for (Program.Run run : program.runs()) {
            outcomes.add(peer.run(folders, run).run());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new Sequence(outcomes, FileTree.read(data), took);
    }

    private static Command container(TestImage image, Map<String, Path> folders, Program.Run run) {
        List<String> options = new ArrayList<>(List.of("--rm"));
        folders.forEach((place, path) ->
                options.addAll(
                        List.of(
                                "--mount",
                                "type=bind,src=%s,dst=%s,options=rbind:rw"
                                        .formatted(path, place))));
        List<String> line = new ArrayList<>(image.entrypoint());
        line.addAll(run.arguments());
        String id = Stack.newId();
        Command command = STACK.run(image.name(), options, id, line).within(Duration.ofMinutes(10));
        return run.input().isEmpty()
                ? command
                : command.reading(run.input()).after(() -> awaitTask(id));
    }

    /// The end of an input that comes before the answer to Create does, `ctr` drops: only after it
    /// does `ctr` start the task.
    private static void awaitTask(String id) {
        Eventually.holds(
                Duration.ofMinutes(1),
                () -> STACK.task(id).filter(task -> !task.status().equals("CREATED")).isPresent());
    }

    private static String row(Program program, Sequence expected, Sequence first, Sequence again) {
        return String.format(
                Locale.ROOT,
                "%-20s %5d %8s %7s %6s %8.2fs %8.2fs %8.2fs %9.2f",
                program.title(),
                program.runs().size(),
                verdict(expected.output().equals(first.output())),
                verdict(expected.files().equals(first.files())),
                verdict(expected.exitCodes().equals(first.exitCodes())),
                first.seconds(),
                again.seconds(),
                expected.seconds(),
                again.seconds() / expected.seconds());
    }

    private static String verdict(boolean isSame) {
        return isSame ? "same" : "DIFFERS";
    }
}
