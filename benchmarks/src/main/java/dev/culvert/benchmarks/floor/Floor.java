package dev.culvert.benchmarks.floor;

import dev.culvert.benchmarks.measure.Finding;
import dev.culvert.benchmarks.measure.Results;
import dev.culvert.benchmarks.measure.Series;
import dev.culvert.benchmarks.measure.TrialResult;
import java.util.Optional;
import java.util.function.Function;

/**
 * One statement.
 *
 * @param words what is compared
 * @param least whether the bound is the least that will do; otherwise it is the most
 * @param bound what the median is held against
 * @param aim what it shall come to
 * @param backend the key of the backend
 * @param figure of a run; empty where it did not measure this
 */
public record Floor(
        String words,
        boolean least,
        double bound,
        double aim,
        String backend,
        Function<Results, Optional<Series>> figure) {

    /** A bound from below, still without the figure that it is for. */
    static Bound atLeast(String words, double bound, double aim) {
        return new Bound(words, true, bound, aim);
    }

    /** A bound from above, still without the figure that it is for. */
    static Bound atMost(String words, double bound, double aim) {
        return new Bound(words, false, bound, aim);
    }

    /** Half a floor. */
    record Bound(String words, boolean least, double bound, double aim) {

        /** For a figure of a trial. */
        Floor of(String backend, String workload, String trial, Function<TrialResult, Optional<Series>> figure) {
            return new Floor(words, least, bound, aim, backend, results -> results.trials().stream()
                    .filter(result -> result.is(backend, workload, trial))
                    .findFirst()
                    .flatMap(figure));
        }

        /** For a figure of an experiment. */
        Floor of(String finding) {
            return new Floor(words, least, bound, aim, "synthetic", results -> results.findings().stream()
                    .filter(one -> one.key().equals(finding))
                    .map(Finding::series)
                    .findFirst());
        }
    }

    /** What a run gave; empty when it did not measure this. */
    public Optional<Series> in(Results results) {
        return figure.apply(results);
    }

    /** Whether a figure keeps to it. */
    public boolean holds(Series series) {
        return keeps(series, bound);
    }

    /** Whether a figure has come to the aim. */
    public boolean reaches(Series series) {
        return keeps(series, aim);
    }

    private boolean keeps(Series series, double limit) {
        return least ? series.median() >= limit : series.median() <= limit;
    }
}
