package io.jwasm.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The durations of one thing done several times, in milliseconds; not thread-safe.
final class Stopwatch {
    private final String name;
    private final List<Double> millis = new ArrayList<>();

    Stopwatch(String name) {
        this.name = name;
    }

    /// Does it once and notes how long it took.
    void time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        millis.add((System.nanoTime() - start) / 1e6);
    }

    double median() {
        List<Double> sorted = millis.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /// A line of a table: the name, then median, least and greatest.
    @Override
    public String toString() {
        double least = millis.stream().min(Double::compare).orElseThrow();
        double greatest = millis.stream().max(Double::compare).orElseThrow();
        return String.format(
                Locale.ROOT, "%-44s %9.1f %9.1f %9.1f", name, median(), least, greatest);
    }
}
