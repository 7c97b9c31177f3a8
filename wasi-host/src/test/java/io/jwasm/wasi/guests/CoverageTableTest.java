package io.jwasm.wasi.guests;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.engine.Tier;
import io.jwasm.wasi.host.HostFunctions;
import io.jwasm.wasi.testing.ModuleRunner;
import io.jwasm.wasi.testing.TestGuest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds `docs/wasi-coverage.md` against the code: what the host offers, and which tests there are.
class CoverageTableTest {

    private static final Path ROOT = Path.of("..");
    private static final Path TABLE = ROOT.resolve("docs/wasi-coverage.md");

    /// The functions of preview 1, in the order of its specification.
    private static final List<String> PREVIEW1 =
            List.of(
                    "args_get",
                    "args_sizes_get",
                    "environ_get",
                    "environ_sizes_get",
                    "clock_res_get",
                    "clock_time_get",
                    "fd_advise",
                    "fd_allocate",
                    "fd_close",
                    "fd_datasync",
                    "fd_fdstat_get",
                    "fd_fdstat_set_flags",
                    "fd_fdstat_set_rights",
                    "fd_filestat_get",
                    "fd_filestat_set_size",
                    "fd_filestat_set_times",
                    "fd_pread",
                    "fd_prestat_get",
                    "fd_prestat_dir_name",
                    "fd_pwrite",
                    "fd_read",
                    "fd_readdir",
                    "fd_renumber",
                    "fd_seek",
                    "fd_sync",
                    "fd_tell",
                    "fd_write",
                    "path_create_directory",
                    "path_filestat_get",
                    "path_filestat_set_times",
                    "path_link",
                    "path_open",
                    "path_readlink",
                    "path_remove_directory",
                    "path_rename",
                    "path_symlink",
                    "path_unlink_file",
                    "poll_oneoff",
                    "proc_exit",
                    "proc_raise",
                    "sched_yield",
                    "random_get",
                    "sock_accept",
                    "sock_recv",
                    "sock_send",
                    "sock_shutdown");

    private static final Pattern QUOTED = Pattern.compile("\"([a-z]+(?:_[a-z0-9]+)*)\"");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /// Every name in the code that is a function to a guest.
    private static Set<String> offered() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"));
                TestGuest guest = TestGuest.with(List.of())) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                QUOTED.matcher(Files.readString(file))
                        .results()
                        .map(match -> match.group(1))
                        .flatMap(CoverageTableTest::namesMadeOf)
                        .filter(name -> isOffered(guest.imports(), name))
                        .forEach(names::add);
            }
        }
        return names;
    }

    private static Stream<String> namesMadeOf(String word) {
        return Stream.of(word, word + "_get", word + "_sizes_get");
    }

    private static boolean isOffered(HostFunctions functions, String name) {
        return functions.modules().stream().anyMatch(module -> functions.offers(module, name));
    }

    /// The rows of the tables: what stands between the bars.
    private static List<List<String>> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .takeWhile(line -> !line.startsWith("## What stops"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ", -1)))
                .toList();
    }

    private static Set<String> codeIn(String cell) {
        return CODE.matcher(cell)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> functionsOfTheTable() throws IOException {
        return rows().stream()
                .flatMap(row -> codeIn(row.getFirst()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everythingOfTheSpecificationIsOffered() throws IOException {
        assertThat(offered()).containsAll(PREVIEW1);
    }

    @Test
    void everythingThatIsOfferedIsInTheTable() throws IOException {
        assertThat(functionsOfTheTable()).containsAll(offered());
    }

    @Test
    void everythingInTheTableIsOffered() throws IOException {
        assertThat(offered()).containsAll(functionsOfTheTable());
    }

    @Test
    void everyRowNamesTestsThatExist() throws IOException {
        Set<String> tests = tests();
        for (List<String> row : rows()) {
            assertThat(row).as("columns of %s", row).hasSize(3);
            assertThat(codeIn(row.getLast())).as("tests of %s", row).isNotEmpty();
            assertThat(tests).as("tests of %s", row).containsAll(codeIn(row.getLast()));
        }
    }

    private static Set<String> tests() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.map(path -> path.resolve("src/test/java")).toList()) {
                if (!Files.isDirectory(module)) {
                    continue;
                }
                try (Stream<Path> files = Files.walk(module)) {
                    files.map(path -> String.valueOf(path.getFileName()))
                            .filter(name -> name.matches(".*(Test|IT)\\.java"))
                            .forEach(name -> names.add(name.replace(".java", "")));
                }
            }
        }
        return names;
    }

    @Test
    void guestsImportEverythingThereIs() throws Exception {
        Set<String> imported = new TreeSet<>();
        try (ModuleRunner runner = new ModuleRunner(Tier.INTERPRETER);
                Stream<Path> files = Files.list(GuestModule.file("files").resolveSibling(""))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".wasm")).toList()) {
                imported.addAll(runner.imports(file));
            }
        }
        for (String function : PREVIEW1) {
            assertThat(imported).contains("wasi_snapshot_preview1." + function);
            if (!function.equals("sock_accept")) { // snapshot 0 has none
                assertThat(imported).contains("wasi_unstable." + function);
            }
        }
    }
}
