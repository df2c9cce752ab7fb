package dev.culvert.tunnel.carrier;

/** Makes the pairs of connected carriers that {@link CarrierContract} works on, and breaks them. */
public interface Wire {
    /** A new pair. */
    Ends connect() throws Exception;

    /** Breaks the connection of every pair, without a word to either end. */
    void cut() throws Exception;

    void close() throws Exception;

    record Ends(Carrier dialled, Carrier accepted) {}
}
