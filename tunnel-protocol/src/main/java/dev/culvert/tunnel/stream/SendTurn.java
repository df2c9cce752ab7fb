package dev.culvert.tunnel.stream;

/** A stream's place with the {@link SendScheduler}. */
final class SendTurn {
    /** Whether it stands in one of the scheduler's queues. */
    boolean queued;
    /** Bytes sent without a pause. */
    long burst;
    /** When it last sent, {@link System#nanoTime()}. */
    long lastSent;
}
