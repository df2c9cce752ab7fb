package dev.culvert.tunnel.carrier;

import java.util.Objects;

/**
 * How a carrier ended.
 *
 * @param clean whether the peer, or this side, closed it in the carrier's own orderly way
 * @param violation whether a packet above {@link Carrier#MAX_PACKET_BYTES}, or a message that is no packet at all (text,
 *     compressed, a wrong frame), is what ended it: the peer broke the protocol
 * @param message for logs; never holds secrets
 */
public record CarrierEnd(boolean clean, boolean violation, String message) {
    public CarrierEnd {
        Objects.requireNonNull(message, "message");
    }
}
