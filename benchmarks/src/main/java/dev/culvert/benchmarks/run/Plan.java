package dev.culvert.benchmarks.run;

import java.time.Duration;
import java.util.Locale;

/**
 * How thorough a run is.
 *
 * @param quick trials that say less are left out
 * @param warmUp of each variant before the first round; what goes wrong in it does not count either
 * @param rounds that count
 * @param time of each variant in each round
 */
public record Plan(boolean quick, Duration warmUp, int rounds, Duration time) {

    /** For the report. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "%d rounds of %.1f s for each variant, in turns, after one of %d s that does not count.",
                rounds,
                time.toMillis() / 1000.0,
                warmUp.toSeconds());
    }

    /** Half an hour. */
    public static Plan full() {
        return new Plan(false, Duration.ofSeconds(5), 5, Duration.ofMillis(2500));
    }

    /** A few minutes. */
    public static Plan quickly() {
        return new Plan(true, Duration.ofSeconds(4), 3, Duration.ofMillis(1500));
    }
}
