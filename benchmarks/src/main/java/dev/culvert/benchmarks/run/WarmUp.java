package dev.culvert.benchmarks.run;

import dev.culvert.benchmarks.measure.Round;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Has a JVM do enough of something for its compilers to have heard of it. They count calls, not seconds: behind an API server that
 * keeps the processors busy that takes ten times as long, and pace alone would take slow for steady.
 */
final class WarmUp {

    private final Duration window;
    private final double operations;
    private final Duration limit;
    private final Consumer<String> progress;

    /**
     * Warms variants up so.
     *
     * @param window of load, after which operations are counted
     * @param operations that are enough
     * @param limit after which no further window begins
     * @param progress is told of windows that failed, and of who did not come that far
     */
    WarmUp(Duration window, double operations, Duration limit, Consumer<String> progress) {
        this.window = window;
        this.operations = operations;
        this.limit = limit;
        this.progress = progress;
    }

    /** Runs the load until there were enough operations, or the time is over. */
    void run(String variant, Settling.Load load) {
        double done = 0;
        long start = System.nanoTime();
        while (done < operations && System.nanoTime() - start < limit.toNanos()) {
            try {
                Round round = load.run(window);
                done += round.reading().operations();
            } catch (IOException | RuntimeException e) {
                progress.accept("  " + variant + " failed while warming up: " + e.getMessage());
            }
        }
        if (done < operations) {
            progress.accept(String.format("  %s came to %.0f operations, and may not be warm", variant, done));
        }
    }
}
