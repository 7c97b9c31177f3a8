package io.jwasm.it.modules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How long one thing took, several times, in milliseconds; not thread-safe.
final class Durations {
    private final List<Double> millis = new ArrayList<>();

    void add(double value) {
        millis.add(value);
    }

    double median() {
        List<Double> sorted = millis.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /// The median, with the least and the greatest in brackets when there are several.
    @Override
    public String toString() {
        if (millis.size() < 2) {
            return format(median());
        }
        double least = millis.stream().min(Double::compare).orElseThrow();
        double greatest = millis.stream().max(Double::compare).orElseThrow();
        return "%s (%s–%s)".formatted(format(median()), format(least), format(greatest));
    }

    static String format(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }
}
