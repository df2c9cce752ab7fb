package dev.culvert.benchmarks.run;

import dev.culvert.benchmarks.measure.Pace;
import dev.culvert.benchmarks.measure.Round;
import dev.culvert.benchmarks.measure.Settled;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Puts a variant under load before its first round, until it gets no faster: a JVM compiles its code while it runs. */
final class Settling {

    private static final int TRIES = 3;

    private final Duration window;
    private final Duration limit;
    private final Consumer<String> progress;

    /**
     * Settles variants so.
     *
     * @param window of load, after which it is looked whether that was faster than before
     * @param limit after which no further window begins
     * @param progress is told of windows that failed
     */
    Settling(Duration window, Duration limit, Consumer<String> progress) {
        this.window = window;
        this.limit = limit;
        this.progress = progress;
    }

    /** What puts a variant under load for about that long. */
    interface Load {
        Round run(Duration time) throws IOException;
    }

    /**
     * Runs the load until it gets neither faster nor cheaper, or the time is over, or it fails again and again. On a machine that
     * is busy with something else, it is the CPU time of an operation that says whether code is still being compiled.
     *
     * @param warmsUp whether it may get faster at all; otherwise one window is enough
     */
    Settled settle(String variant, boolean warmsUp, Load load) {
        Pace pace = new Pace();
        Pace thrift = new Pace();
        long start = System.nanoTime();
        int failed = 0;
        while (true) {
            try {
                Round round = load.run(window);
                pace.add(round.reading().pace());
                round.thrift().ifPresent(thrift::add);
                failed = 0;
            } catch (IOException | RuntimeException e) {
                // A JVM that has just started may not answer anything in time yet.
                progress.accept("  " + variant + " failed while settling: " + e.getMessage());
                failed++;
            }
            Duration past = Duration.ofNanos(System.nanoTime() - start);
            boolean steady = warmsUp ? areSteady(pace, thrift) : pace.windows() > 0;
            if (steady || failed == TRIES || past.compareTo(limit) >= 0) {
                return new Settled(past.toMillis() / 1000.0, steady);
            }
        }
    }

    private static boolean areSteady(Pace pace, Pace thrift) {
        return pace.steady() && (thrift.windows() == 0 || thrift.steady());
    }
}
