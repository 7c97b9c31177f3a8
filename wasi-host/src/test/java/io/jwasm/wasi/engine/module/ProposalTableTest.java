package io.jwasm.wasi.engine.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.binary.Feature;
import io.jwasm.wasi.binary.ModuleScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds `docs/proposals.md` against the code and the guests that show what it says.
class ProposalTableTest {

    private static final Path ROOT = Path.of("..");
    private static final Path GUESTS = ROOT.resolve("integration-tests/src/test");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /// A row of the table.
    ///
    /// @param proposal what it is about
    /// @param title what `jwasm inspect` calls it, which may be nothing
    /// @param isRefused whether a module that uses it is refused
    /// @param guests the names of those that show it
    record Row(String proposal, String title, boolean isRefused, List<String> guests) {

        static Row of(String line) {
            List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            List<String> guests =
                    CODE.matcher(cells.get(4)).results().map(match -> match.group(1)).toList();
            String state = cells.get(3);
            assertThat(state).as(line).matches("(runs|refused)([:;,].*)?");
            return new Row(cells.get(1), cells.get(2), state.startsWith("refused"), guests);
        }

        String folder() {
            return isRefused ? "refused" : "supported";
        }

        @Override
        public String toString() {
            return proposal;
        }
    }

    static List<Row> rows() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/proposals.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| proposal "))
                .map(Row::of)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void guestsOfARowUseWhatItNames(Row row) throws IOException {
        assertThat(row.guests()).isNotEmpty();
        for (String guest : row.guests()) {
            Path module =
                    GUESTS.resolve(
                            "resources/guests/proposals/%s/%s.wasm".formatted(row.folder(), guest));
            Set<String> used =
                    ModuleScan.of(Files.readAllBytes(module)).features().used().stream()
                            .map(Feature::title)
                            .collect(Collectors.toSet());
            if (!row.title().isEmpty()) {
                assertThat(used).as(guest).contains(row.title());
            }
        }
    }

    @Test
    void everyGuestIsInTheTable() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Row row : rows()) {
            row.guests().forEach(guest -> named.add(row.folder() + "/" + guest + ".wat"));
        }
        Set<String> present = new TreeSet<>();
        Path sources = GUESTS.resolve("guests/proposals");
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".wat"))
                    .forEach(file -> present.add(sources.relativize(file).toString()));
        }
        assertThat(named).isEqualTo(present);
    }

    @ParameterizedTest
    @MethodSource("features")
    void everythingThatTheScanKnowsIsInTheTable(Feature feature) throws IOException {
        List<Boolean> states =
                rows().stream()
                        .filter(row -> row.title().equals(feature.title()))
                        .map(Row::isRefused)
                        .toList();

        assertThat(states).contains(Proposals.lacking(feature).isPresent());
    }

    static Feature[] features() {
        return Feature.values();
    }
}
