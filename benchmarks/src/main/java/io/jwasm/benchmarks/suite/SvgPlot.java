package io.jwasm.benchmarks.suite;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// The ratios as bars on a logarithmic scale, in SVG.
final class SvgPlot {

    private static final List<String> COLOURS =
            List.of(
                    "#1b6ca8", "#9aa5b1", "#e08e2b", "#5a9e4b", "#a4508b", "#c0392b", "#2c8c99",
                    "#7f6a3f");

    private static final int LEFT = 110;
    private static final int TOP = 34;
    private static final int WIDTH = 640;
    private static final int BAR = 9;
    private static final int GAP = 12;
    private static final int LEGEND_LINE = 18;
    private static final double LOWEST = 0.5;
    private static final List<Integer> MARKS = List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000);

    private final Report report;
    private final double highest;

    SvgPlot(Report report) {
        this.report = report;
        this.highest =
                report.workloads().stream()
                        .flatMapToDouble(workload ->
                                report.engines().stream()
                                        .flatMapToDouble(
                                                engine -> report.ratio(workload, engine).stream()))
                        .reduce(2, Math::max);
    }

    /// Draws it.
    String draw(String title) {
        int group = report.engines().size() * BAR + GAP;
        int bottom = TOP + report.workloads().size() * group;
        int height = bottom + 30 + report.engines().size() * LEGEND_LINE;
        StringBuilder out = new StringBuilder();
        out.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" \
                font-family="sans-serif" font-size="12" fill="#222">
                <rect width="100%%" height="100%%" fill="#fff"/>
                <text x="10" y="18" font-size="14">%s</text>
                """
                        .formatted(LEFT + WIDTH + 70, height, escaped(title)));
        grid(out, bottom);
        for (int i = 0; i < report.workloads().size(); i++) {
            bars(out, report.workloads().get(i), TOP + i * group);
        }
        legend(out, bottom + 34);
        return out.append("</svg>\n").toString();
    }

    private void grid(StringBuilder out, int bottom) {
        for (int mark : MARKS) {
            if (mark > highest) {
                break;
            }
            out.append(
                    """
                    <line x1="%1$d" y1="%2$d" x2="%1$d" y2="%3$d" stroke="%4$s"/>
                    <text x="%1$d" y="%5$d" text-anchor="middle">%6$d</text>
                    """
                            .formatted(
                                    at(mark),
                                    TOP - 6,
                                    bottom,
                                    mark == 1 ? "#222" : "#ddd",
                                    bottom + 15,
                                    mark));
        }
    }

    private void bars(StringBuilder out, Workload workload, int top) {
        List<Engine> engines = report.engines();
        out.append(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n"
                        .formatted(
                                LEFT - 8,
                                top + engines.size() * BAR / 2 + 4,
                                escaped(workload.name())));
        for (int i = 0; i < engines.size(); i++) {
            OptionalDouble ratio = report.ratio(workload, engines.get(i));
            if (ratio.isEmpty()) {
                continue;
            }
            double value = ratio.getAsDouble();
            out.append(
                    """
                    <rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>
                    <text x="%d" y="%d" font-size="8">%s</text>
                    """
                            .formatted(
                                    LEFT,
                                    top + i * BAR,
                                    at(value) - LEFT,
                                    BAR - 1,
                                    colour(i),
                                    at(value) + 3,
                                    top + (i + 1) * BAR - 2,
                                    String.format(
                                            Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value)));
        }
    }

    private void legend(StringBuilder out, int top) {
        List<Engine> engines = report.engines();
        for (int i = 0; i < engines.size(); i++) {
            out.append(
                    """
                    <rect x="%d" y="%d" width="12" height="12" fill="%s"/>
                    <text x="%d" y="%d">%s</text>
                    """
                            .formatted(
                                    LEFT,
                                    top + i * LEGEND_LINE,
                                    colour(i),
                                    LEFT + 18,
                                    top + i * LEGEND_LINE + 10,
                                    escaped(engines.get(i).name())));
        }
    }

    private static String colour(int index) {
        return COLOURS.get(index % COLOURS.size());
    }

    private int at(double ratio) {
        double share = Math.log(Math.max(ratio, LOWEST) / LOWEST) / Math.log(highest / LOWEST);
        return LEFT + (int) Math.round(share * WIDTH);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
