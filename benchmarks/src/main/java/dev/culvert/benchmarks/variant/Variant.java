package dev.culvert.benchmarks.variant;

import dev.culvert.benchmarks.process.Toolbox;
import java.io.IOException;
import java.util.Optional;

/** A way from a caller to a backend. */
public interface Variant {

    /** A word for it, in options and in the report: {@code haproxy-2}. */
    String key();

    /** What it is, in one line of the report. */
    String description();

    /** Which version of somebody else's program it is; empty where it is ours, or does not say. */
    default Optional<String> version(Toolbox toolbox) {
        return Optional.empty();
    }

    /** What it lacks on this machine, in words for the report; empty when it can be opened. */
    default Optional<String> missing(Toolbox toolbox) {
        return Optional.empty();
    }

    /**
     * Starts its processes and waits until they serve: a GET of the backend's small body is answered. Its files and logs go to the
     * ground's directory. On failure nothing of it is left running.
     *
     * @throws IOException when a file of it cannot be written
     * @throws IllegalStateException when a process of it does not come up
     */
    Route open(Ground ground) throws IOException;
}
