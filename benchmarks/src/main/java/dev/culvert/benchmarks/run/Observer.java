package dev.culvert.benchmarks.run;

/** Looks on while the rounds of a trial run. */
public interface Observer {

    /** Sees nothing. */
    Observer NOBODY = (trial, stand) -> () -> {};

    /**
     * Begins to look; closing what is returned ends it.
     *
     * @param trial names it among all trials of a run, in words fit for a file's name
     */
    Observation begin(String trial, Stand stand);

    /** Goes on until it is closed. */
    interface Observation extends AutoCloseable {
        @Override
        void close();
    }
}
