package io.jwasm.wasi.spectest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Runs the [specification's tests](https://github.com/WebAssembly/testsuite), converted by
/// `wast2json`, on Chicory as it is and with our memory, tables and machine, interpreted and
/// compiled, and prints a table. Whatever passes with Chicory's must pass with ours, except where a
/// module uses what jwasm refuses by name.
public final class SpecRunner {

    private static final int THEIRS = 0;
    private static final int OURS = 1;
    private static final List<SpecEngine> ENGINES =
            List.of(
                    new SpecEngine.Theirs(false),
                    new SpecEngine.Ours(false),
                    new SpecEngine.Theirs(true),
                    new SpecEngine.Ours(true));

    private final PrintStream out;
    private final ObjectMapper json = new ObjectMapper();
    private final int[] totals = new int[ENGINES.size()];
    private final List<String> lost = new ArrayList<>();
    private int commands;
    private int refused;

    private SpecRunner(PrintStream out) {
        this.out = out;
    }

    /// Runs them; exits with 1 when something is lost, with 2 when there are none.
    ///
    /// @param args the directory with what `wast2json` made
    /// @throws Exception when it cannot be read
    @SuppressWarnings("SystemOut") // A command line tool prints.
    public static void main(String[] args) throws Exception {
        System.exit(new SpecRunner(System.out).run(Path.of(args[0])));
    }

    private int run(Path directory) throws IOException {
        List<Path> scripts;
        try (Stream<Path> files = Files.list(directory)) {
            scripts = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
        if (scripts.isEmpty()) {
            out.println("no scripts in " + directory);
            return 2;
        }
        out.printf("%-34s %7s | %-23s | %-23s%n", "script", "", "interpreter", "compiler");
        out.printf(
                "%-34s %7s | %11s %11s | %11s %11s%n",
                "", "asserts", "Chicory's", "ours", "Chicory's", "ours");
        for (Path script : scripts) {
            run(directory, script);
        }
        out.printf(
                "%-34s %7d | %11d %11d | %11d %11d%n",
                "all", commands, totals[0], totals[1], totals[2], totals[3]);
        lost.forEach(out::println);
        out.printf(
                "%d scripts, %d of them refused by name; %d asserts pass with Chicory's and not"
                        + " with ours%n",
                scripts.size(), refused, lost.size());
        return lost.isEmpty() ? 0 : 1;
    }

    private void run(Path directory, Path script) throws IOException {
        JsonNode list = json.readTree(script.toFile()).path("commands");
        String name = script.getFileName().toString().replace(".json", "");
        List<SpecScript.Result> results = new ArrayList<>();
        for (SpecEngine engine : ENGINES) {
            results.add(SpecScript.run(list, directory, engine));
        }
        StringBuilder line = new StringBuilder("%-34s %7d".formatted(name, list.size()));
        for (int i = 0; i < results.size(); i++) {
            int count = results.get(i).passed().cardinality();
            line.append(i % 2 == 0 ? " | " : " ").append("%11d".formatted(count));
        }
        String refusal = results.get(OURS).refusal().orElse("");
        out.println(refusal.isEmpty() ? line : line.append(" refused: ").append(refusal));
        if (!refusal.isEmpty()) {
            refused++;
            return;
        }
        commands += list.size();
        for (int i = 0; i < results.size(); i++) {
            totals[i] += results.get(i).passed().cardinality();
        }
        for (int i = 0; i < results.size(); i += 2) {
            compare(name, list, results.subList(i, i + 2), ENGINES.get(i + OURS).title());
        }
    }

    private void compare(String name, JsonNode list, List<SpecScript.Result> pair, String title) {
        BitSet missing = (BitSet) pair.get(THEIRS).passed().clone();
        missing.andNot(pair.get(OURS).passed());
        missing.stream()
                .forEach(i ->
                        lost.add(
                                String.format(
                                        Locale.ROOT,
                                        "%s.wast:%d %s: %s",
                                        name,
                                        list.get(i).path("line").asInt(),
                                        list.get(i).path("type").asText(),
                                        title)));
    }
}
