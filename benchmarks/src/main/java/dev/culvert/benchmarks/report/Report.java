package dev.culvert.benchmarks.report;

import dev.culvert.benchmarks.measure.Machine;
import dev.culvert.benchmarks.measure.Metric;
import dev.culvert.benchmarks.measure.Metric.Comparison;
import dev.culvert.benchmarks.measure.Results;
import dev.culvert.benchmarks.measure.Series;
import dev.culvert.benchmarks.measure.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Gathers what a run gives, and writes it as one page with plots beside it. */
public final class Report {

    private static final String FILE = "report.md";

    private final Machine machine;
    private final String plan;
    private final String baseline;
    private String programs = "";
    private final Map<String, String> backends = new LinkedHashMap<>();
    private final Map<String, String> variants = new LinkedHashMap<>();
    private final List<Section> sections = new ArrayList<>();
    private final List<ExperimentSection> experiments = new ArrayList<>();
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final Map<String, String> omissions = new LinkedHashMap<>();
    private final List<String> appendices = new ArrayList<>();

    /**
     * Empty.
     *
     * @param plan how thorough the run is, as a sentence
     * @param baseline the variant that the others are compared with
     */
    public Report(Machine machine, String plan, String baseline) {
        this.machine = machine;
        this.plan = plan;
        this.baseline = baseline;
    }

    /** Says of which versions other programs that take part are, as a sentence. */
    public void describePrograms(String sentence) {
        programs = sentence;
    }

    /** Says what a key of a backend stands for. */
    public void describeBackend(String key, String description) {
        backends.put(key, description);
    }

    /** Says what a key of a variant stands for, or why it is not there. */
    public void describeVariant(String key, String description) {
        variants.put(key, description);
    }

    /** Adds what a workload gave on a backend. */
    public void add(Section section) {
        sections.add(section);
    }

    /** Adds what an experiment gave. */
    public void add(ExperimentSection experiment) {
        experiments.add(experiment);
    }

    /** Adds pages in Markdown that were written elsewhere, at the end. */
    public void append(String pages) {
        appendices.add(pages);
    }

    /** Says why a part of the run was left out. */
    public void omit(String what, String lack) {
        omissions.put(what, lack);
    }

    /** Says what went wrong besides what the sections say of their trials. */
    public void fail(String what, String cause) {
        failures.put(what, cause);
    }

    /** All that went wrong: what it was, and why. */
    public Map<String, String> failures() {
        Map<String, String> all = new LinkedHashMap<>(failures);
        for (Section section : sections) {
            for (TrialResult result : section.results()) {
                String trial = String.join(" ", section.backend(), section.workload(), result.trial());
                result.failures().forEach((variant, cause) -> all.put(trial + " " + variant, cause));
            }
        }
        return all;
    }

    /** Writes the page and its plots, and returns the page. */
    public Path write(Path directory) throws IOException {
        Files.createDirectories(directory);
        StringBuilder page = new StringBuilder("# Benchmarks\n\n");
        page.append(introduction());
        page.append(failed());
        page.append(FloorTable.of(results()));
        for (Section section : sections) {
            page.append(section(section, directory));
        }
        experiments.forEach(experiment -> page.append(experiment.text()));
        appendices.forEach(pages -> page.append(pages).append('\n'));
        return Files.writeString(directory.resolve(FILE), page);
    }

    private String failed() {
        StringBuilder lines = new StringBuilder();
        failures().forEach((what, cause) -> lines.append("- `" + what + "`: " + firstLine(cause) + "\n"));
        return lines.isEmpty() ? "" : "## What failed\n\n" + lines + "\n";
    }

    private String introduction() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "Measured on %d × %s, %.0f GiB, %s, %s; load average at the start %.2f. Callers, all variants and the"
                        + " synthetic backend share these processors.%n%n",
                machine.processors(),
                machine.processor(),
                machine.memory() / (double) (1L << 30),
                machine.system(),
                machine.java(),
                machine.load()));
        text.append(plan).append("\n\n");
        if (!programs.isEmpty()) {
            text.append(programs).append("\n\n");
        }
        text.append("A figure is the median of the rounds, with the least and the most of them in parentheses. \"Of ")
                .append(baseline)
                .append("\" and \"over ")
                .append(baseline)
                .append(
                        "\" compare figures of the same round. CPU time is that of the processes between caller and backend.\n\n");
        backends.forEach((key, words) -> text.append("- Backend `" + key + "`: " + words + "\n"));
        variants.forEach((key, words) -> text.append("- Variant `" + key + "`: " + words + "\n"));
        omissions.forEach((key, words) -> text.append("- `" + key + "` was left out: " + words + "\n"));
        return text.append('\n').toString();
    }

    private Results results() {
        return new Results(
                sections.stream().flatMap(section -> section.results().stream()).toList(),
                experiments.stream()
                        .flatMap(experiment -> experiment.findings().figures().stream())
                        .toList());
    }

    private String section(Section section, Path directory) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("## ")
                .append(section.title())
                .append(": ")
                .append(section.backend())
                .append("\n\n");
        String plot = plot(section, directory);
        if (!plot.isEmpty()) {
            text.append("![").append(section.title()).append("](").append(plot).append(")\n\n");
        }
        for (TrialResult result : section.results()) {
            text.append("### ").append(result.title()).append("\n\n");
            if (!result.variants().isEmpty()) {
                text.append(new Tables(baseline).of(result)).append('\n');
            }
            text.append(settled(result));
            result.failures()
                    .forEach((variant, cause) -> text.append("`" + variant + "` failed: " + firstLine(cause) + "\n\n"));
            text.append(String.format(
                    Locale.ROOT,
                    "Programs outside of the benchmark%s took %.0f %% of the processors meanwhile.%n%n",
                    section.ownBackend() ? "" : " (the backend among them)",
                    100 * result.others(machine.processors())));
        }
        return text.toString();
    }

    private static String settled(TrialResult result) {
        List<String> each = new ArrayList<>();
        result.settled()
                .forEach((variant, how) -> each.add(String.format(
                        Locale.ROOT,
                        "%s %.0f s%s",
                        variant,
                        how.seconds(),
                        how.steady() ? "" : " (**it was still getting faster**)")));
        return each.isEmpty() ? "" : "Under load before the first round: " + String.join(", ", each) + ".\n\n";
    }

    /** The first kind of figure, compared with the baseline where that is possible. */
    private String plot(Section section, Path directory) throws IOException {
        Optional<Metric> first = section.results().stream()
                .flatMap(result -> result.metrics().stream())
                .findFirst();
        if (first.isEmpty()) {
            return "";
        }
        Metric metric = first.get();
        Comparison comparison = metric.comparison();
        String axis = comparison == Comparison.RATIO
                ? metric.name() + ", " + comparison.words()
                : comparison == Comparison.DIFFERENCE ? metric.heading() + " " + comparison.words() : metric.heading();
        Plot plot = new Plot(section.title() + ": " + section.backend(), axis);
        for (TrialResult result : section.results()) {
            for (String variant : result.variants()) {
                bar(result, variant, metric).ifPresent(series -> plot.add(variant, result.title(), series.median()));
            }
        }
        if (plot.empty()) {
            return "";
        }
        String file = section.workload() + "-" + section.backend() + ".svg";
        plot.write(directory.resolve(file));
        return file;
    }

    private Optional<Series> bar(TrialResult result, String variant, Metric metric) {
        if (metric.comparison() == Comparison.NONE) {
            return result.figures(variant, metric);
        }
        return variant.equals(baseline) ? Optional.empty() : result.compared(variant, baseline, metric);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
