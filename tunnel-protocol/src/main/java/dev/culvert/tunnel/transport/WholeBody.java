package dev.culvert.tunnel.transport;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** Reads a body that is small, as the conversations of Culvert's own have, and that whoever sends it may make large. */
public final class WholeBody {
    private WholeBody() {}

    /** More came than was to be. */
    public static final class TooLongException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooLongException(int maxBytes) {
            super("more than " + maxBytes + " bytes", null, false, false);
        }
    }

    /**
     * Completes at the clean end with all of it. Fails with what breaks the stream, or with {@link TooLongException}; then what
     * still comes is thrown away, and it is for the caller to reset the exchange. There is no deadline. On the stream's context,
     * before a byte of it was given out or with the stream paused; resumes it.
     */
    public static Future<Buffer> read(ReadStream<Buffer> stream, int maxBytes) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        stream.exceptionHandler(whole::tryFail);
        stream.endHandler(end -> whole.tryComplete(body));
        stream.handler(bytes -> {
            if (whole.future().isComplete()) {
                return;
            }
            if (bytes.length() > maxBytes - body.length()) {
                whole.tryFail(new TooLongException(maxBytes));
            } else {
                body.appendBuffer(bytes);
            }
        });
        stream.resume();
        return whole.future();
    }
}
