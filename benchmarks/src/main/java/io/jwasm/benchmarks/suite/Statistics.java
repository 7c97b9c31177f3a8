package io.jwasm.benchmarks.suite;

import java.util.Collection;
import java.util.List;

/// Medians and means.
final class Statistics {

    private Statistics() {}

    static double median(Collection<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("nothing to take a median of");
        }
        int half = sorted.size() / 2;
        double upper = sorted.get(half);
        return sorted.size() % 2 == 1 ? upper : (sorted.get(half - 1) + upper) / 2;
    }

    static double geometricMean(Collection<Double> values) {
        return Math.exp(
                values.stream()
                        .mapToDouble(Math::log)
                        .average()
                        .orElseThrow(
                                () -> new IllegalArgumentException("nothing to take a mean of")));
    }
}
