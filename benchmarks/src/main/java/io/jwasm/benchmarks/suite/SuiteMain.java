package io.jwasm.benchmarks.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Measures all workloads in all engines and writes `bench.md`, `bench.csv` and `bench.svg`.
///
/// `scripts/bench` runs it.
public final class SuiteMain {

    private SuiteMain() {}

    /// Runs the suite.
    ///
    /// @param args pairs of an option and its value
    /// @throws IOException when the report cannot be written
    /// @throws InterruptedException when it is given up
    public static void main(String[] args) throws IOException, InterruptedException {
        SuiteArguments arguments = SuiteArguments.parse(List.of(args));
        Report report = new Report(engines(arguments));
        Suite suite =
                new Suite(
                        arguments.folders(),
                        arguments.repeats(),
                        arguments.rounds(),
                        line -> System.err.println("bench: " + line));
        for (Workload workload : workloads(arguments)) {
            report.add(workload, suite.measure(workload, report.engines()));
            write(arguments, report);
        }
        System.out.print(text(report));
        System.exit(report.failures().isEmpty() ? 0 : 1);
    }

    private static List<Engine> engines(SuiteArguments arguments) throws InterruptedException {
        List<Engine> engines = new ArrayList<>();
        engines.add(Engine.jwasm(arguments.distribution(), arguments.state(), "compiler"));
        engines.addAll(new Peers(arguments.scripts()).find());
        engines.add(Engine.jwasm(arguments.distribution(), arguments.state(), "interpreter"));
        if (!arguments.engines().isEmpty()) {
            engines.removeIf(
                    engine -> arguments.engines().stream().noneMatch(engine.name()::contains));
        }
        return engines;
    }

    /// Programs of others are left out where they could not be built.
    private static List<Workload> workloads(SuiteArguments arguments) {
        return Workload.ALL.stream()
                .filter(w -> arguments.only().isEmpty() || arguments.only().contains(w.name()))
                .filter(w ->
                        arguments.folders().stream()
                                .anyMatch(f -> Files.exists(f.resolve(w.name()))))
                .toList();
    }

    private static String text(Report report) {
        return "Time of a round in the steady state over this machine's own:\n\n"
                + report.ratioTable()
                + "\nMilliseconds: the first round of all; the first start as a whole; later"
                + " starts as a whole:\n\n"
                + report.startTable()
                + (report.failures().isEmpty() ? "" : "\nFailures:\n" + report.failures());
    }

    private static void write(SuiteArguments arguments, Report report) throws IOException {
        Path out = Files.createDirectories(arguments.out());
        Files.writeString(out.resolve("bench.md"), text(report));
        Files.writeString(out.resolve("bench.csv"), report.csv());
        Files.writeString(out.resolve("bench.svg"), new SvgPlot(report).draw(arguments.title()));
    }
}
