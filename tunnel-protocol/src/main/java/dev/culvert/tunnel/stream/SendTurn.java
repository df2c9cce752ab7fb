package dev.culvert.tunnel.stream;

/** A stream's place with the {@link SendScheduler}. */
final class SendTurn extends TurnQueue.Place {
    /** Bytes sent without a pause. */
    long burst;
    /** When it last sent, {@link System#nanoTime()}. */
    long lastSent;

    SendTurn(TunnelStream stream) {
        super(stream);
    }
}
