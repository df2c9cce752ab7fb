package dev.culvert.tunnel.flow;

import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ProtocolViolationException;
import org.jspecify.annotations.Nullable;

/**
 * What this side allows the peer to send on one stream, and takes from the {@link Budget} for it. Bytes.
 *
 * <p>The window starts small and doubles whenever a whole window has been consumed, up to its limit and as far as the budget
 * goes: a stream that moves much soon has the window for it, and ten thousand idle watches hold little.
 *
 * <p>On a long line it doubles further whenever a whole window has come in and been consumed in little more than a round trip:
 * then the window is what the stream waits for. It need not be so all the time: a line that loses packets hands over nothing
 * while it repairs, and then much at once, which a smaller window would have kept from being sent. Where the consumer or the
 * line is slower than that, more would only lie in queues, in front of every other stream. It takes only what the budget has
 * to spare. What one stream found out so, the next ones on that line need not: once they have waited for their first window
 * they have as large a one.
 */
public final class ReceiveWindow {
    /** How far beyond its limit a window may grow on a long line: 16 MiB, with the default of 256 KiB. */
    static final int LONG_LINE_FACTOR = 64;

    private final Budget budget;
    private final Line line;
    private final Recent recent;
    private final int limit;
    private int capacity;
    /** Credit that the peer has and has not spent, as far as this side can know. */
    private int granted;
    /** Received and not yet consumed. */
    private int unread;
    /** Consumed since the last grant. */
    private int returnable;
    /** Consumed since the window last grew, or could have, below its limit. */
    private long consumed;

    private boolean closed;

    private ReceiveWindow(Budget budget, int capacity, int limit, Line line) {
        this.budget = budget;
        this.line = line;
        this.recent = new Recent(line);
        this.capacity = capacity;
        this.granted = capacity;
        this.limit = limit;
    }

    /**
     * A window of a new stream, or null where the budget has no room for it.
     *
     * @param initial this side's {@code Limits.stream_credit}, which the peer has from the start
     * @param limit to which the window may grow on a short line
     */
    public static @Nullable ReceiveWindow reserve(Budget budget, int initial, int limit, Line line) {
        return budget.reserve(initial) ? new ReceiveWindow(budget, initial, Math.max(initial, limit), line) : null;
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
        recent.received(bytes);
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
        int growth = capacity < limit ? growToLimit() : growWithLine();
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

    private int growToLimit() {
        if (consumed < capacity) {
            return 0;
        }
        consumed = 0;
        int known = line.window() - capacity;
        if (known > 0 && isWaitedFor() && budget.reserveSpare(known)) {
            return widen(known);
        }
        int wanted = Math.min(capacity, limit - capacity);
        return budget.reserve(wanted) ? widen(wanted) : 0;
    }

    private int growWithLine() {
        if (!isWaitedFor()) {
            return 0;
        }
        recent.restart();
        int wanted = (int)
                Math.min(Math.max(capacity, line.window() - capacity), (long) limit * LONG_LINE_FACTOR - capacity);
        if (wanted <= 0 || !budget.reserveSpare(wanted)) {
            return 0;
        }
        line.widened(capacity + wanted);
        return widen(wanted);
    }

    private boolean isWaitedFor() {
        // Nothing counts that stands in the queue since before: who comes back and takes all of it at once is slow.
        return recent.passed(unread) >= capacity;
    }

    private int widen(int bytes) {
        capacity += bytes;
        return bytes;
    }

    private void releaseWhenRead() {
        if (unread <= 0 && capacity > 0) {
            budget.release(capacity);
            capacity = 0;
        }
    }
}
