package io.jwasm.wasi.testsuite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.wasi.Grant;
import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.engine.ModuleException;
import io.jwasm.wasi.engine.Tier;
import io.jwasm.wasi.testing.ModuleRunner;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Runs every preview 1 module of a checkout of
/// [wasi-testsuite](https://github.com/WebAssembly/wasi-testsuite)'s prebuilt branch, with the
/// interpreter and with the compiler, each on a fresh copy of its directory, and prints a table.
///
/// A test's description is `doc/specification.md` there.
public final class TestsuiteRunner {

    private static final String VERSION = "wasm32-wasip1";
    private static final List<Tier> TIERS = List.of(Tier.INTERPRETER, Tier.COMPILER);

    private final PrintStream out;
    private final Path scratch;
    private final ObjectMapper json = new ObjectMapper();

    private TestsuiteRunner(PrintStream out, Path scratch) {
        this.out = out;
        this.scratch = scratch;
    }

    /// Runs the suite; exits with 1 when a test fails, with 2 when there is none.
    ///
    /// @param args the checkout, and a directory on a real file system to copy tests to
    /// @throws Exception when the suite cannot be read
    @SuppressWarnings("SystemOut") // A command line tool prints.
    public static void main(String[] args) throws Exception {
        TestsuiteRunner runner = new TestsuiteRunner(System.out, Path.of(args[1]));
        System.exit(runner.run(Path.of(args[0])));
    }

    private int run(Path checkout) throws Exception {
        List<Path> modules = modules(checkout);
        if (modules.isEmpty()) {
            out.printf("no %s modules below %s: is it the prebuilt branch?%n", VERSION, checkout);
            return 2;
        }
        out.printf("%-14s %-44s %-12s %-12s%n", "suite", "test", "interpreter", "compiler");
        int[] passed = new int[TIERS.size()];
        List<String> failures = new ArrayList<>();
        for (Path module : modules) {
            String suite = module.getName(module.getNameCount() - 4).toString();
            String name = module.getFileName().toString().replace(".wasm", "");
            StringBuilder line = new StringBuilder("%-14s %-44s".formatted(suite, name));
            for (int i = 0; i < TIERS.size(); i++) {
                String problem = run(module, TIERS.get(i));
                passed[i] += problem.isEmpty() ? 1 : 0;
                line.append(" %-12s".formatted(problem.isEmpty() ? "pass" : "FAIL"));
                if (!problem.isEmpty()) {
                    failures.add("%s/%s, %s: %s".formatted(suite, name, TIERS.get(i), problem));
                }
            }
            out.println(line.toString().stripTrailing());
        }
        failures.forEach(out::println);
        int count = modules.size();
        out.printf(
                "passed: interpreter %d of %d, compiler %d of %d%n",
                passed[0], count, passed[1], count);
        return failures.isEmpty() ? 0 : 1;
    }

    private static List<Path> modules(Path checkout) throws IOException {
        try (Stream<Path> files = Files.walk(checkout)) {
            return files.filter(file -> file.toString().endsWith(".wasm"))
                    .filter(file -> file.toString().contains("/testsuite/" + VERSION + "/"))
                    .sorted()
                    .toList();
        }
    }

    /// Answers what was wrong, nothing when the test passed.
    private String run(Path module, Tier tier) throws Exception {
        Path specification = Path.of(module.toString().replaceFirst("\\.wasm$", ".json"));
        JsonNode spec =
                Files.exists(specification)
                        ? json.readTree(specification.toFile())
                        : json.createObjectNode();
        Path directory = Files.createDirectories(scratch.resolve(tier + "-" + System.nanoTime()));
        try (ModuleRunner runner = new ModuleRunner(tier)) {
            String root = spec.path("root").asText("");
            if (!root.isEmpty()) {
                copy(module.resolveSibling(root), directory);
            }
            return problem(spec, run(runner, module, spec, root.isEmpty() ? null : directory));
        } catch (ModuleException failure) {
            return String.valueOf(failure.getMessage());
        } finally {
            delete(directory);
        }
    }

    private static ModuleRunner.Outcome run(
            ModuleRunner runner,
            Path module,
            JsonNode spec,
            @org.jspecify.annotations.Nullable Path directory)
            throws IOException, ModuleException, InterruptedException {
        List<String> args = new ArrayList<>();
        spec.path("args").forEach(arg -> args.add(arg.asText()));
        List<String> env = new ArrayList<>();
        spec.path("env")
                .properties()
                .forEach(entry -> env.add(entry.getKey() + "=" + entry.getValue().asText()));
        String rootPath = directory == null ? "/" : directory.toString();
        try (HostFd root = Descriptors.open(rootPath, OpenFlags.O_DIRECTORY, 0);
                HostFd stdin = Descriptors.open("/dev/null", OpenFlags.O_RDONLY, 0)) {
            List<Grant> grants =
                    directory == null ? List.of() : List.of(new Grant.Directory("/", root, false));
            return runner.run(module, new ModuleRunner.Input(args, env, grants, stdin));
        }
    }

    private static String problem(JsonNode spec, ModuleRunner.Outcome outcome) {
        GuestExit expected = new GuestExit.Exited(spec.path("exit_code").asInt(0));
        if (!outcome.exit().equals(expected)) {
            return "ended as %s instead of %s; stderr: %s"
                    .formatted(outcome.exit(), expected, outcome.stderr().strip());
        }
        String stdout = spec.path("stdout").asText("");
        return spec.has("stdout") && !outcome.stdout().equals(stdout)
                ? "wrote \"%s\" instead of \"%s\"".formatted(outcome.stdout(), stdout)
                : "";
    }

    private static void copy(Path source, Path target) throws IOException {
        if (!Files.exists(source)) {
            return; // git keeps no empty directories
        }
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                if (!file.getFileName().toString().endsWith(".cleanup")
                        && !Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
                    Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
