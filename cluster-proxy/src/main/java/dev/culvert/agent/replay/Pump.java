package dev.culvert.agent.replay;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/**
 * Moves bytes as they come, and stops the reader while the writer is full. Unlike a pipe it ends and resets nothing: how a
 * direction ends is the business of whoever owns both.
 */
final class Pump {
    private final ReadStream<Buffer> from;
    private final WriteStream<Buffer> to;

    Pump(ReadStream<Buffer> from, WriteStream<Buffer> to) {
        this.from = from;
        this.to = to;
    }

    void write(Buffer bytes) {
        if (bytes.length() == 0) {
            return;
        }
        to.write(bytes);
        holdWhileFull();
    }

    /** For a writer that was written to by other means. */
    void holdWhileFull() {
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(drained -> from.resume());
        }
    }
}
