package dev.culvert.benchmarks.floor;

import dev.culvert.benchmarks.measure.Series;
import dev.culvert.benchmarks.measure.TrialResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One statement.
 *
 * @param words what is compared
 * @param least whether the bound is the least that will do; otherwise it is the most
 * @param bound what the median is held against
 * @param backend the key of the backend, and of the others below
 * @param workload the workload's
 * @param trial the trial's
 * @param figure of that trial; empty where a variant is missing
 */
public record Floor(
        String words,
        boolean least,
        double bound,
        String backend,
        String workload,
        String trial,
        Function<TrialResult, Optional<Series>> figure) {

    /** A bound from below, still without the figure that it is for. */
    static Bound atLeast(String words, double bound) {
        return new Bound(words, true, bound);
    }

    /** A bound from above, still without the figure that it is for. */
    static Bound atMost(String words, double bound) {
        return new Bound(words, false, bound);
    }

    /** Half a floor. */
    record Bound(String words, boolean least, double bound) {
        Floor of(String backend, String workload, String trial, Function<TrialResult, Optional<Series>> figure) {
            return new Floor(words, least, bound, backend, workload, trial, figure);
        }
    }

    /** What a run gave; empty when it did not measure this. */
    public Optional<Series> in(List<TrialResult> results) {
        return results.stream()
                .filter(result -> result.is(backend, workload, trial))
                .findFirst()
                .flatMap(figure);
    }

    /** Whether a figure keeps to it. */
    public boolean holds(Series series) {
        return least ? series.median() >= bound : series.median() <= bound;
    }
}
