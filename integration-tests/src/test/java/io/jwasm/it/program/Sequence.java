package io.jwasm.it.program;

import io.jwasm.it.process.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a runtime made of a program's runs.
///
/// @param outcomes what each run left, in their order
/// @param files what the volume held in the end, as [FileTree] tells it
/// @param took the runs together
public record Sequence(List<Outcome> outcomes, Map<String, String> files, Duration took) {

    /// Copies the collections.
    public Sequence {
        outcomes = List.copyOf(outcomes);
        files = Map.copyOf(files);
    }

    /// Each run's standard output and standard error.
    ///
    /// @return the texts, two for each run
    public List<String> output() {
        return outcomes.stream()
                .map(outcome -> outcome.text() + "\n--- stderr\n" + outcome.error())
                .toList();
    }

    /// Each run's exit code.
    ///
    /// @return the codes
    public List<Integer> exitCodes() {
        return outcomes.stream().map(Outcome::exitCode).toList();
    }

    /// How long the runs took together.
    ///
    /// @return in seconds
    public double seconds() {
        return took.toNanos() / 1e9;
    }
}
