package dev.culvert.tunnel.carrier;

import io.vertx.core.Future;

/**
 * Opens carriers of one kind to one gateway. Each carrier has a TCP connection of its own, closed when the carrier ends.
 *
 * <p><b>Threading.</b> Any thread. The carrier lives on the event-loop context that {@link #dial} was called on, and on a new
 * one where it was called on none; the future completes there.
 */
public interface Dialer {
    /** {@code grpc} or {@code websocket}. */
    String kind();

    /**
     * Opens one carrier, with the token of this moment. Fails with {@link DialException}, after the target's timeout at the
     * latest.
     */
    Future<Carrier> dial();

    /** Resets whatever is still open. Dialling fails from now on. */
    Future<Void> close();
}
