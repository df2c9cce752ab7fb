package dev.culvert.benchmarks.load;

/**
 * One body that went over.
 *
 * @param seconds from the connection's start to the answer's end
 */
public record Transfer(long bytes, double seconds) {

    /** Millions of bytes a second. */
    public double throughput() {
        return bytes / 1e6 / seconds;
    }
}
