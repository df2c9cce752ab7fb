package dev.culvert.benchmarks.report;

import dev.culvert.benchmarks.measure.Metric;
import dev.culvert.benchmarks.measure.Metric.Comparison;
import dev.culvert.benchmarks.measure.Series;
import dev.culvert.benchmarks.measure.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One trial as a table in Markdown: a line for each variant. */
final class Tables {

    private static final String NONE = "–";

    private final String baseline;

    /** @param baseline the variant that the others are compared with */
    Tables(String baseline) {
        this.baseline = baseline;
    }

    String of(TrialResult result) {
        List<Metric> metrics = List.copyOf(result.metrics());
        List<String> head = new ArrayList<>(List.of("variant"));
        for (Metric metric : metrics) {
            head.add(metric.heading());
            if (metric.comparison() != Comparison.NONE) {
                head.add(metric.comparison().words());
            }
        }
        String operation = result.operation();
        if (!operation.isEmpty()) {
            head.add("CPU (µs a " + operation + ")");
            head.add("of each process");
        }
        StringBuilder table = new StringBuilder(row(head));
        table.append(row(head.stream().map(any -> "---").toList()));
        for (String variant : result.variants()) {
            table.append(row(cells(result, variant, metrics, !operation.isEmpty())));
        }
        return table.toString();
    }

    private List<String> cells(TrialResult result, String variant, List<Metric> metrics, boolean cpu) {
        List<String> cells = new ArrayList<>(List.of(variant));
        for (Metric metric : metrics) {
            cells.add(text(result.figures(variant, metric)));
            if (metric.comparison() != Comparison.NONE) {
                cells.add(variant.equals(baseline) ? NONE : text(result.compared(variant, baseline, metric)));
            }
        }
        if (cpu) {
            Map<String, Series> processes = result.cpuByProcess(variant);
            cells.add(processes.isEmpty() ? NONE : text(result.cpu(variant)));
            cells.add(processes.isEmpty() ? NONE : each(processes));
        }
        return cells;
    }

    private static String each(Map<String, Series> processes) {
        List<String> texts = new ArrayList<>();
        processes.forEach((name, series) -> texts.add(name + " " + number(series.median())));
        return String.join(", ", texts);
    }

    private static String text(Optional<Series> series) {
        return series.map(Tables::text).orElse(NONE);
    }

    /** The median, and in parentheses the least and the most. */
    static String text(Series series) {
        if (series.values().size() == 1) {
            return number(series.median());
        }
        return "%s (%s–%s)".formatted(number(series.median()), number(series.least()), number(series.most()));
    }

    /** Three digits that count, or all before the point. */
    static String number(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
