package dev.culvert.tunnel.stream;

import dev.culvert.tunnel.failure.StreamResetException;
import io.vertx.core.buffer.Buffer;

/**
 * Told what happens on a stream, on the carrier's context. Order: for an opener {@link #onHead}, then {@link #onData} as often
 * as it comes, then {@link #onEnd}; {@link #onReset} at any time, after which nothing comes. An answerer gets no head, since
 * its stream began with one. Must not throw.
 */
public interface StreamListener {
    /** The encoded {@code ResponseHead}. Openers only, once. */
    void onHead(Buffer head);

    /** Bytes, never empty. Credit for them returns to the peer by {@link TunnelStream#consumed}. */
    void onData(Buffer data);

    /** The peer's direction ended cleanly. */
    void onEnd();

    /**
     * Bytes given to {@link TunnelStream#write} were handed to the carrier, in the order in which they were written.
     *
     * @param bytes since the last call
     */
    void onWritten(int bytes);

    /** Both directions have ended cleanly. The last call. */
    void onFinished();

    /** The stream broke. The last call. Not called for a reset of this side's own. */
    void onReset(StreamResetException reset);
}
