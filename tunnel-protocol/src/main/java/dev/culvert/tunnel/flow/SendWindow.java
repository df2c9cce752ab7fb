package dev.culvert.tunnel.flow;

import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ProtocolViolationException;

/** What the peer allows this side to send on one stream. Bytes. */
public final class SendWindow {
    private long available;

    /**
     * @param initial the peer's {@code Limits.stream_credit}
     */
    public SendWindow(int initial) {
        this.available = initial;
    }

    /** Unspent credit. */
    public int available() {
        return (int) available;
    }

    /** The peer grants more; {@link ProtocolViolationException} where the sum would pass 2^31 - 1. */
    public void grant(int bytes) {
        available += bytes;
        if (available > Integer.MAX_VALUE) {
            throw new ProtocolViolationException(CloseCode.FLOW_CONTROL_ERROR, "credit above 2^31 - 1");
        }
    }

    /** Spends credit; the caller has looked at {@link #available()}. */
    public void spend(int bytes) {
        if (bytes > available) {
            throw new IllegalStateException("spending " + bytes + " of " + available);
        }
        available -= bytes;
    }
}
