package dev.culvert.benchmarks.experiment;

import dev.culvert.benchmarks.measure.Findings;
import java.io.IOException;

/** Measures something of Culvert by itself. */
public interface Experiment {

    /** A word for it, in options and in the report: {@code idle-agents}. */
    String key();

    /** What it is, as a heading of the report. */
    String title();

    /**
     * Runs it, and leaves nothing running.
     *
     * @param quick with smaller numbers
     * @param findings gets what is found, as soon as it is: what came before a failure stays
     * @throws IllegalStateException when a program fails
     */
    void run(Site site, boolean quick, Findings findings) throws IOException;
}
