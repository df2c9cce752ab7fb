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
 * could stop the reading is kept here; the rest waits in the connection's own flow control.
 */
final class RequestBody {
    private final HttpServerRequest request;
    private final Queue<Buffer> early = new ArrayDeque<>();
    private boolean ended;

    private RequestBody(HttpServerRequest request) {
        this.request = request;
    }

    static RequestBody hold(HttpServerRequest request) {
        RequestBody body = new RequestBody(request);
        request.endHandler(end -> body.ended = true);
        request.handler(bytes -> {
            body.early.add(bytes);
            request.pause();
        });
        return body;
    }

    /** Whether all of it has been read. */
    boolean ended() {
        return ended;
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
        while (!early.isEmpty()) {
            out.write(early.remove());
        }
        if (ended) {
            return out.end();
        }
        return Pump.start(request, out).compose(end -> {
            ended = true;
            return out.end();
        });
    }

    /** Reads the rest and throws it away. */
    void discard() {
        early.clear();
        if (!ended) {
            request.endHandler(end -> ended = true);
            request.handler(bytes -> {});
            request.resume();
        }
    }
}
