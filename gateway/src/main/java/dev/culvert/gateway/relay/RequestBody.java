package dev.culvert.gateway.relay;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The body of a caller's request, held back until it is known where it goes. At most what was read before the first buffer
 * could stop the reading is kept here; the rest waits in the connection's own flow control. A short body
 * is kept until the answer begins, so that a request that was not taken can be sent once more.
 */
final class RequestBody {
    /** Bytes of a body that is kept. */
    private static final long KEPT_BYTES = 64 * 1024;

    private final HttpServerRequest request;
    /** All that was read, unless it is gone. */
    private final Queue<Buffer> early = new ArrayDeque<>();

    private long read;
    private boolean gone;
    private boolean ended;

    private RequestBody(HttpServerRequest request) {
        this.request = request;
    }

    static RequestBody hold(HttpServerRequest request) {
        RequestBody body = new RequestBody(request);
        body.hold();
        return body;
    }

    private void hold() {
        request.endHandler(end -> ended = true);
        request.handler(bytes -> {
            early.add(bytes);
            read += bytes.length();
            request.pause();
        });
    }

    /**
     * Whether a body follows the head. HTTP/1 says so in the head. HTTP/2 may say so by the end of the stream, which is known
     * one turn of the event loop later.
     */
    Future<Boolean> follows(Context context) {
        if (!Protocol.isHttp2(request)) {
            return Future.succeededFuture(Protocol.announcesBody(request));
        }
        if (ended) {
            return Future.succeededFuture(!early.isEmpty());
        }
        Promise<Boolean> known = Promise.promise();
        context.runOnContext(next -> known.complete(!ended || !early.isEmpty()));
        return known.future();
    }

    /** Sends it there, and ends that stream. Completes when all was sent; fails when the one broke or the other took no more. */
    Future<Void> sendTo(WriteStream<Buffer> out) {
        early.forEach(out::write);
        if (ended) {
            return out.end();
        }
        return Pump.start(request, out, this::keep).compose(end -> {
            ended = true;
            return out.end();
        });
    }

    /** Holds the body back again, after it was sent to what did not take it; false where some of it is no longer here. */
    boolean takeBack() {
        if (gone) {
            return false;
        }
        ended |= request.isEnded();
        if (!ended) {
            hold();
        }
        return true;
    }

    /** Bytes that came so far. */
    long read() {
        return read;
    }

    /** Whether all of it is there. */
    boolean hasEnded() {
        return ended || request.isEnded();
    }

    /** Nobody will take it back. */
    void letGo() {
        gone = true;
        early.clear();
    }

    private void keep(Buffer bytes) {
        read += bytes.length();
        if (read > KEPT_BYTES) {
            letGo();
        } else if (!gone) {
            early.add(bytes);
        }
    }

    /** Reads the rest and throws it away. */
    void discard() {
        letGo();
        // It may have ended for the request and not for what it was sent to.
        if (!ended && !request.isEnded()) {
            request.endHandler(end -> ended = true);
            request.handler(bytes -> {});
            request.resume();
        }
    }
}
