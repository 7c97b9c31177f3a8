package io.jwasm.benchmarks.suite;

import io.jwasm.benchmarks.suite.Workload.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// The results of all workloads in all engines, as tables.
final class Report {

    private static final String ABSENT = "–";

    private final List<Engine> engines;
    private final Map<Workload, Map<Engine, Result>> results = new LinkedHashMap<>();

    Report(List<Engine> engines) {
        this.engines = List.copyOf(engines);
    }

    List<Engine> engines() {
        return engines;
    }

    List<Workload> workloads() {
        return List.copyOf(results.keySet());
    }

    void add(Workload workload, List<Result> measured) {
        results.put(
                workload,
                measured.stream()
                        .collect(
                                Collectors.toMap(
                                        Result::engine,
                                        result -> result,
                                        (_, last) -> last,
                                        LinkedHashMap::new)));
    }

    /// The ratio to this machine; empty when the workload failed.
    OptionalDouble ratio(Workload workload, Engine engine) {
        return result(workload, engine)
                .map(result -> OptionalDouble.of(result.ratio()))
                .orElseGet(OptionalDouble::empty);
    }

    private Optional<Result> result(Workload workload, Engine engine) {
        return Optional.ofNullable(results.get(workload))
                .map(row -> row.get(engine))
                .filter(result -> !result.runs().isEmpty());
    }

    /// The geometric mean of the kernels that an engine ran; empty when it ran none.
    OptionalDouble kernelMean(Engine engine) {
        List<Double> ratios = new ArrayList<>();
        for (Workload workload : results.keySet()) {
            if (workload.kind() == Kind.KERNEL) {
                ratio(workload, engine).ifPresent(ratios::add);
            }
        }
        return ratios.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Statistics.geometricMean(ratios));
    }

    /// The ratios of the steady state, a row for each workload.
    String ratioTable() {
        StringBuilder out = new StringBuilder(header("| workload | native, ms |"));
        for (Map.Entry<Workload, Map<Engine, Result>> row : results.entrySet()) {
            out.append("| ").append(row.getKey().name()).append(" | ");
            out.append(nativeMillis(row.getValue())).append(" |");
            for (Engine engine : engines) {
                out.append(' ').append(cell(ratio(row.getKey(), engine))).append(" |");
            }
            out.append('\n');
        }
        out.append("| **kernels, geometric mean** | |");
        engines.forEach(
                engine -> out.append(" **").append(cell(kernelMean(engine))).append("** |"));
        return out.append('\n').toString();
    }

    /// What the first start and the later ones take as a whole, in milliseconds.
    String startTable() {
        StringBuilder out = new StringBuilder(header("| workload |"));
        for (Workload workload : results.keySet()) {
            out.append("| ").append(workload.name()).append(" |");
            for (Engine engine : engines) {
                String cell =
                        result(workload, engine)
                                .map(r ->
                                        "%s, %.0f, %.0f"
                                                .formatted(
                                                        number(r.firstRoundMillis()),
                                                        r.firstWholeMillis(),
                                                        r.laterWholeMillis()))
                                .orElse(ABSENT);
                out.append(' ').append(cell).append(" |");
            }
            out.append('\n');
        }
        return out.toString();
    }

    /// All rounds of all runs.
    String csv() {
        StringBuilder out = new StringBuilder("workload,engine,size,repeat,round,nanos\n");
        for (Map<Engine, Result> row : results.values()) {
            Map<Integer, List<Run>> processor = new LinkedHashMap<>();
            for (Result result : row.values()) {
                processor.put(result.size(), result.nativeRuns());
                append(out, result, result.engine().name(), result.runs());
            }
            Result any = row.values().iterator().next();
            processor.forEach((size, runs) ->
                    appendRuns(out, any.workload().name(), Engine.NATIVE, size, runs));
        }
        return out.toString();
    }

    /// What went wrong, a line each; empty when nothing did.
    String failures() {
        StringBuilder out = new StringBuilder();
        for (Map<Engine, Result> row : results.values()) {
            for (Result result : row.values()) {
                result.failure()
                        .ifPresent(cause ->
                                out.append(result.workload().name())
                                        .append(", ")
                                        .append(result.engine().name())
                                        .append(": ")
                                        .append(cause)
                                        .append('\n'));
            }
        }
        return out.toString();
    }

    private static void append(StringBuilder out, Result result, String engine, List<Run> runs) {
        appendRuns(out, result.workload().name(), engine, result.size(), runs);
    }

    private static void appendRuns(
            StringBuilder out, String workload, String engine, int size, List<Run> runs) {
        for (int repeat = 0; repeat < runs.size(); repeat++) {
            String start = "%s,%s,%d,%d,".formatted(workload, engine, size, repeat);
            out.append(start).append("whole,").append(runs.get(repeat).wholeNanos()).append('\n');
            List<Long> rounds = runs.get(repeat).rounds();
            for (int round = 0; round < rounds.size(); round++) {
                out.append(start).append(round).append(',').append(rounds.get(round)).append('\n');
            }
        }
    }

    private String header(String start) {
        StringBuilder out = new StringBuilder(start);
        engines.forEach(engine -> out.append(' ').append(engine.name()).append(" |"));
        long columns = out.chars().filter(c -> c == '|').count() - 1;
        out.append("\n|---|").append("---:|".repeat((int) columns - 1)).append('\n');
        return out.toString();
    }

    private static String nativeMillis(Map<Engine, Result> row) {
        return row.values().stream()
                .filter(result -> !result.engine().isInterpreter())
                .findFirst()
                .or(() -> row.values().stream().findFirst())
                .map(result ->
                        number(
                                Statistics.median(
                                                result.nativeRuns().stream()
                                                        .flatMap(r -> r.steady().stream())
                                                        .toList())
                                        / 1e6))
                .orElse(ABSENT);
    }

    private static String cell(OptionalDouble ratio) {
        return ratio.isEmpty() ? ABSENT : number(ratio.getAsDouble());
    }

    private static String number(double value) {
        return String.format(
                Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }
}
