package dev.culvert.benchmarks.measure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The rounds of one trial on one backend. Filled by one thread, read afterwards. */
public final class TrialResult {

    private final String backend;
    private final String workload;
    private final String trial;
    private final String title;
    private final Map<String, List<Round>> rounds = new LinkedHashMap<>();
    private final Map<String, Settled> settled = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    /**
     * Without any rounds yet.
     *
     * @param title the trial's, for people; the others are keys
     */
    public TrialResult(String backend, String workload, String trial, String title) {
        this.backend = backend;
        this.workload = workload;
        this.trial = trial;
        this.title = title;
    }

    public boolean is(String otherBackend, String otherWorkload, String otherTrial) {
        return is(otherBackend, otherWorkload) && trial.equals(otherTrial);
    }

    public boolean is(String otherBackend, String otherWorkload) {
        return backend.equals(otherBackend) && workload.equals(otherWorkload);
    }

    public String trial() {
        return trial;
    }

    public String title() {
        return title;
    }

    /** Says how a variant got ready for its first round. */
    public void settle(String variant, Settled how) {
        settled.put(variant, how);
    }

    /** How the variants got ready, in the order in which they did. */
    public Map<String, Settled> settled() {
        return Collections.unmodifiableMap(settled);
    }

    /** Adds the next round of a variant that has not failed. */
    public void add(String variant, Round round) {
        rounds.computeIfAbsent(variant, any -> new ArrayList<>()).add(round);
    }

    /** A variant that failed has no figures, whatever it gave before. */
    public void fail(String variant, String cause) {
        rounds.remove(variant);
        failures.put(variant, cause);
    }

    public boolean failed(String variant) {
        return failures.containsKey(variant);
    }

    /** What went wrong, by variant. */
    public Map<String, String> failures() {
        return Collections.unmodifiableMap(failures);
    }

    /** Those that have figures, in the order in which they came. */
    public Collection<String> variants() {
        return rounds.keySet();
    }

    /** Every kind of figure that any variant has. */
    public Set<Metric> metrics() {
        Set<Metric> metrics = new LinkedHashSet<>();
        rounds.values()
                .forEach(list -> list.forEach(
                        round -> metrics.addAll(round.reading().figures().keySet())));
        return metrics;
    }

    /** A variant's figures; empty when it has none of this kind. */
    public Optional<Series> figures(String variant, Metric metric) {
        return series(values(variant, metric));
    }

    /** A variant's figures set against another's, round by round; empty when one of them has none. */
    public Optional<Series> compared(String variant, String baseline, Metric metric) {
        List<Double> ours = values(variant, metric);
        List<Double> theirs = values(baseline, metric);
        List<Double> compared = new ArrayList<>();
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            compared.add(metric.comparison().of(ours.get(i), theirs.get(i)));
        }
        return series(compared);
    }

    /** Microseconds of CPU time an operation that all processes between caller and backend took together. */
    public Optional<Series> cpu(String variant) {
        return series(of(variant)
                .map(round -> round.perOperation(round.cpu().between()))
                .filter(micros -> !micros.isNaN())
                .toList());
    }

    /** The same of each process, by its name, the caller's side first. */
    public Map<String, Series> cpuByProcess(String variant) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        of(variant).forEach(round -> round.cpu().daemons().forEach((daemon, seconds) -> values.computeIfAbsent(
                        daemon, any -> new ArrayList<>())
                .add(round.perOperation(seconds))));
        Map<String, Series> series = new LinkedHashMap<>();
        values.forEach((daemon, list) -> series.put(daemon, new Series(list)));
        return series;
    }

    /** What an operation is called here. */
    public String operation() {
        return rounds.values().stream()
                .flatMap(List::stream)
                .map(round -> round.reading().operation())
                .findFirst()
                .orElse("");
    }

    /** The part of the machine's processors that programs outside of the benchmark took, over all rounds. */
    public double others(int processors) {
        double used = 0;
        double there = 0;
        for (List<Round> list : rounds.values()) {
            for (Round round : list) {
                used += round.cpu().others();
                there += round.seconds() * processors;
            }
        }
        return there > 0 ? used / there : 0;
    }

    private List<Double> values(String variant, Metric metric) {
        List<Double> values = new ArrayList<>();
        for (Round round : of(variant).toList()) {
            Double value = round.reading().figures().get(metric);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private Stream<Round> of(String variant) {
        return rounds.getOrDefault(variant, List.of()).stream();
    }

    private static Optional<Series> series(List<Double> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(new Series(values));
    }
}
