package dev.culvert.benchmarks.run;

import java.time.Duration;
import java.util.Locale;

/**
 * How thorough a run is.
 *
 * @param quick trials that say less are left out
 * @param window of load on a JVM, again and again before the first round, until it gets no faster
 * @param settling after which no further window begins
 * @param rounds that count
 * @param time of each variant in each round
 */
public record Plan(boolean quick, Duration window, Duration settling, int rounds, Duration time) {

    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final Duration SETTLING = Duration.ofSeconds(30);

    /** For the report. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "%d rounds of %.1f s for each variant, in turns. Before the first, each variant with a JVM was under load"
                        + " until it got no faster, for %d s at most.",
                rounds,
                time.toMillis() / 1000.0,
                settling.toSeconds());
    }

    /** The same with another number of rounds, at least one. */
    public Plan withRounds(int number) {
        return new Plan(quick, window, settling, number, time);
    }

    /** For figures that are kept. */
    public static Plan full() {
        return new Plan(false, WINDOW, SETTLING, 5, Duration.ofMillis(2500));
    }

    /** For a look at where things are. */
    public static Plan quickly() {
        return new Plan(true, WINDOW, SETTLING, 3, Duration.ofMillis(1500));
    }
}
