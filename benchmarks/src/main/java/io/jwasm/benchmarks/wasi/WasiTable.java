package io.jwasm.benchmarks.wasi;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs [WasiBenchmark] and prints both hosts beside each other.
public final class WasiTable {
    private WasiTable() {}

    /// The time of one call on a host, with the error of its mean.
    private record Cell(double nanos, double error) {}

    /// Runs the benchmark.
    ///
    /// @param args options of JMH
    /// @throws RunnerException when it fails
    /// @throws CommandLineOptionException when an option is not one of JMH's
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        Collection<RunResult> results =
                new Runner(
                                new OptionsBuilder()
                                        .parent(new CommandLineOptions(args))
                                        .include(WasiBenchmark.class.getName())
                                        .build())
                        .run();
        Map<String, Map<String, Cell>> rows = new LinkedHashMap<>();
        for (RunResult result : results) {
            String benchmark = result.getParams().getBenchmark();
            Result<?> mean = result.getPrimaryResult();
            rows.computeIfAbsent(
                            benchmark.substring(benchmark.lastIndexOf('.') + 1),
                            _ -> new LinkedHashMap<>())
                    .put(
                            result.getParams().getParam("host"),
                            new Cell(mean.getScore(), mean.getScoreError()));
        }
        IO.println("| call | jwasm, ns | Chicory's WASI, ns | times as fast |");
        IO.println("|---|---|---|---|");
        rows.forEach((name, cells) -> IO.println(row(name, cells)));
    }

    private static String row(String name, Map<String, Cell> cells) {
        Cell ours = cells.get("jwasm");
        Cell theirs = cells.get("chicory");
        if (ours == null || theirs == null) {
            return "| %s | one host alone |".formatted(name);
        }
        return String.format(
                Locale.ROOT,
                "| %s | %.0f ± %.0f | %.0f ± %.0f | %.2f |",
                name,
                ours.nanos(),
                ours.error(),
                theirs.nanos(),
                theirs.error(),
                theirs.nanos() / ours.nanos());
    }
}
