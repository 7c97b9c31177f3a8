package io.jwasm.benchmarks.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What `scripts/bench` passes on.
///
/// @param distribution the unpacked distribution
/// @param scripts the folder that starts peers
/// @param state where the daemons keep their state
/// @param out where the report goes
/// @param title what the plot is called
/// @param folders where modules and programs are
/// @param only the workloads that are wanted; empty for all
/// @param engines words, one of which the names of engines must contain; empty for all
/// @param repeats how often each program is started
/// @param rounds how many rounds compiled code gets in one start
record SuiteArguments(
        Path distribution,
        Path scripts,
        Path state,
        Path out,
        String title,
        List<Path> folders,
        List<String> only,
        List<String> engines,
        int repeats,
        int rounds) {

    private static final int DEFAULT_REPEATS = 3;
    private static final int DEFAULT_ROUNDS = 30;

    /// Copies the lists.
    SuiteArguments {
        folders = List.copyOf(folders);
        only = List.copyOf(only);
        engines = List.copyOf(engines);
        if (repeats < 1 || rounds < 1) {
            throw new IllegalArgumentException("repeats and rounds must be at least 1");
        }
    }

    /// Reads pairs of an option and its value.
    static SuiteArguments parse(List<String> words) {
        Map<String, List<String>> values = new HashMap<>();
        for (int i = 0; i + 1 < words.size(); i += 2) {
            values.computeIfAbsent(words.get(i), _ -> new ArrayList<>()).add(words.get(i + 1));
        }
        return new SuiteArguments(
                Path.of(one(values, "--distribution")),
                Path.of(one(values, "--scripts")),
                Path.of(one(values, "--state")),
                Path.of(one(values, "--out")),
                one(values, "--title"),
                values.getOrDefault("--folder", List.of()).stream().map(Path::of).toList(),
                values.getOrDefault("--only", List.of()),
                values.getOrDefault("--engine", List.of()),
                number(values, "--repeats", DEFAULT_REPEATS),
                number(values, "--rounds", DEFAULT_ROUNDS));
    }

    private static String one(Map<String, List<String>> values, String option) {
        return values.getOrDefault(option, List.of()).stream()
                .reduce((_, last) -> last)
                .orElseThrow(() -> new IllegalArgumentException(option + " is missing"));
    }

    private static int number(Map<String, List<String>> values, String option, int otherwise) {
        return values.containsKey(option) ? Integer.parseInt(one(values, option)) : otherwise;
    }
}
