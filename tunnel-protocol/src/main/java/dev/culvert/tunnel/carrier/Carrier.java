package dev.culvert.tunnel.carrier;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;

/**
 * One ordered, reliable, message-oriented, back-pressured connection between a dialer and an acceptor. A message is one
 * {@code culvert.tunnel.v1.Packet}; the carrier does not look into it.
 *
 * <p><b>Threading.</b> A carrier belongs to one event-loop {@link #context()}. Every method but {@link #context()},
 * {@link #kind()} and {@link #remote()} is called on it, and every handler is called on it. No handler is called from
 * within a call to {@link #write} or {@link #close}: reentrancy ends here.
 *
 * <p><b>Reading.</b> Packets that arrive before {@link #packetHandler} is set are kept back by the carrier's own flow
 * control, not lost. A packet above {@link #MAX_PACKET_BYTES} is not assembled: the carrier ends, and the close handler's
 * {@link CarrierEnd} says so. There is no pause: the multiplexer bounds what may be under way by credit.
 *
 * <p><b>Ending.</b> The close handler is called exactly once, whoever ended the carrier and however, after the last
 * packet has been delivered, also when it is set after the end. After the end, {@link #write} does nothing and
 * {@link #writeQueueFull()} is true, so that nothing pumps into a closed carrier.
 */
public interface Carrier {
    /** Bytes. The largest packet that is sent or accepted: 1 MiB of frames and their overhead. */
    int MAX_PACKET_BYTES = (1 << 20) + (1 << 16);

    /** The event-loop context that owns this carrier. Any thread. */
    Context context();

    /** {@code grpc}, {@code websocket} or {@code memory}: for logs, metrics and people. Any thread. */
    String kind();

    /** The peer's address as far as it is known, for logs. Any thread. */
    String remote();

    /** Sets who takes the packets, and lets them flow. The buffer is the handler's to keep. Set once. */
    void packetHandler(Handler<Buffer> handler);

    /** Sets who is told of the end. Set once. */
    void closeHandler(Handler<CarrierEnd> handler);

    /**
     * Sets who is told that {@link #writeQueueFull()} turned from true to false. Not called after the end. One slot: the
     * multiplexer owns it.
     */
    void drainHandler(Handler<Void> handler);

    /** Whether more should wait. Advisory: a write while full is still sent, so that control frames get through. */
    boolean writeQueueFull();

    /**
     * Sends one packet and flushes it. The buffer is the carrier's from now on. Never throws; a failure ends the carrier.
     */
    void write(Buffer packet);

    /**
     * Ends the carrier: what was written is still sent, as far as the peer takes it within five seconds, then the
     * connection is closed, and reset where the peer does not answer. Idempotent.
     */
    void close();
}
