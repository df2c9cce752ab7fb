package dev.culvert.benchmarks.workload;

import dev.culvert.benchmarks.backend.Backend;
import dev.culvert.benchmarks.measure.Reading;
import dev.culvert.benchmarks.variant.Route;
import java.io.IOException;
import java.time.Duration;

/** One setting of a workload: what is run in turns on all variants. */
public interface Trial {

    /** A word for it, unique within its workload: {@code h1-64}. */
    String key();

    /** What it is, as a heading of the report. */
    String title();

    /** Whether this backend has what it needs. */
    default boolean suits(Backend backend) {
        return true;
    }

    /** Whether this way takes what it sends: others are left out. */
    default boolean suits(Route route) {
        return true;
    }

    /**
     * What is run before the first round until it gets no faster: the trial itself, unless it sends too little for that, or its
     * figures do not tell.
     */
    default Trial settling() {
        return this;
    }

    /**
     * Runs one round.
     *
     * @param time about how long; trials with a fixed amount of work pay no heed to it
     * @throws IllegalStateException when anything goes wrong for a caller
     */
    Reading run(Backend backend, Route route, Duration time) throws IOException;
}
