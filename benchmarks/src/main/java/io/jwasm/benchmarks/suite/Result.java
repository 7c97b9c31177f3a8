package io.jwasm.benchmarks.suite;

import java.util.List;
import java.util.Optional;

/// What was measured of one workload in one engine.
///
/// @param workload the workload
/// @param engine the engine
/// @param size the size it got
/// @param runs its runs, one for each repeat; empty when it failed
/// @param nativeRuns those of this machine at the same size
/// @param failure what went wrong, if anything
record Result(
        Workload workload,
        Engine engine,
        int size,
        List<Run> runs,
        List<Run> nativeRuns,
        Optional<String> failure) {

    private static final double NANOS_PER_MILLI = 1e6;

    /// Copies the lists.
    Result {
        runs = List.copyOf(runs);
        nativeRuns = List.copyOf(nativeRuns);
    }

    /// The median of the later rounds.
    double steadyMillis() {
        return steady(runs);
    }

    /// How often as long as on this machine a round takes.
    double ratio() {
        return steady(runs) / steady(nativeRuns);
    }

    /// The first round of the first run: nothing has been compiled yet.
    double firstRoundMillis() {
        return runs.getFirst().rounds().getFirst() / NANOS_PER_MILLI;
    }

    /// The first run as a whole, seen from outside.
    double firstWholeMillis() {
        return runs.getFirst().wholeNanos() / NANOS_PER_MILLI;
    }

    /// The median of the later runs as a whole.
    double laterWholeMillis() {
        List<Run> later = runs.size() > 1 ? runs.subList(1, runs.size()) : runs;
        return Statistics.median(later.stream().map(Run::wholeNanos).toList()) / NANOS_PER_MILLI;
    }

    private static double steady(List<Run> runs) {
        return Statistics.median(runs.stream().flatMap(run -> run.steady().stream()).toList())
                / NANOS_PER_MILLI;
    }
}
