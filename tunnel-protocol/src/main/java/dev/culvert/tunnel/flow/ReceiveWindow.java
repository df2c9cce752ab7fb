package dev.culvert.tunnel.flow;

import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ProtocolViolationException;
import org.jspecify.annotations.Nullable;

/**
 * What this side allows the peer to send on one stream, and takes from the {@link Budget} for it. Bytes.
 *
 * <p>The window starts small and doubles whenever a whole window has been consumed, up to its limit and as far as the budget
 * goes: a stream that moves much soon has the window for it, and ten thousand idle watches hold little.
 */
public final class ReceiveWindow {
    private final Budget budget;
    private final int limit;
    private int capacity;
    /** Credit that the peer has and has not spent, as far as this side can know. */
    private int granted;
    /** Received and not yet consumed. */
    private int unread;
    /** Consumed since the last grant. */
    private int returnable;
    /** Consumed since the window last grew. */
    private long consumed;

    private boolean closed;

    private ReceiveWindow(Budget budget, int capacity, int limit) {
        this.budget = budget;
        this.capacity = capacity;
        this.granted = capacity;
        this.limit = limit;
    }

    /**
     * A window of a new stream, or null where the budget has no room for it.
     *
     * @param initial this side's {@code Limits.stream_credit}, which the peer has from the start
     * @param limit to which the window may grow
     */
    public static @Nullable ReceiveWindow reserve(Budget budget, int initial, int limit) {
        return budget.reserve(initial) ? new ReceiveWindow(budget, initial, Math.max(initial, limit)) : null;
    }

    /** Bytes that may be under way or waiting here. */
    public int capacity() {
        return capacity;
    }

    /** Data came in; {@link ProtocolViolationException} where it is more than was granted. */
    public void received(int bytes) {
        if (bytes > granted) {
            throw new ProtocolViolationException(
                    CloseCode.FLOW_CONTROL_ERROR, bytes + " bytes received, " + granted + " granted");
        }
        granted -= bytes;
        unread += bytes;
    }

    /**
     * The consumer took bytes.
     *
     * @return the credit to grant the peer now; 0 as long as it is not worth a frame, or the window is closed
     */
    public int consumed(int bytes) {
        unread -= bytes;
        if (closed) {
            releaseWhenRead();
            return 0;
        }
        returnable += bytes;
        consumed += bytes;
        int growth = consumed >= capacity ? grow() : 0;
        if (growth == 0 && returnable < capacity / 4) {
            return 0;
        }
        int grant = returnable + growth;
        returnable = 0;
        granted += grant;
        return grant;
    }

    /** Nothing more comes in. The memory goes back as soon as what is here has been consumed. Idempotent. */
    public void close() {
        closed = true;
        releaseWhenRead();
    }

    /** The consumer will take nothing more of what is here. */
    public void discard() {
        unread = 0;
        if (closed) {
            releaseWhenRead();
        }
    }

    private int grow() {
        consumed = 0;
        int wanted = Math.min(capacity, limit - capacity);
        if (wanted == 0 || !budget.reserve(wanted)) {
            return 0;
        }
        capacity += wanted;
        return wanted;
    }

    private void releaseWhenRead() {
        if (unread <= 0 && capacity > 0) {
            budget.release(capacity);
            capacity = 0;
        }
    }
}
