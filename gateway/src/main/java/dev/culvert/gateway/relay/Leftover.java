package dev.culvert.gateway.relay;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;

/**
 * What is left of a request when its response is complete.
 *
 * <p>Behind the head of an upgrade that was not made, nothing may be read as a request (CVE-2018-1002105): the connection
 * ends. Behind a response that came before its request's end, the rest of the request is read and dropped for a moment, so that
 * a caller that still sends gets to read the answer; then the connection, or the HTTP/2 stream, ends.
 */
final class Leftover {
    private static final long LINGER_MILLIS = 2_000;

    /** HTTP/2: the answer is complete, the request need not be. */
    private static final long NO_ERROR = 0;

    private final HttpServerRequest request;
    private final Vertx vertx;
    private final boolean closes;

    private Leftover(HttpServerRequest request, Vertx vertx) {
        this.request = request;
        this.vertx = vertx;
        this.closes = Protocol.asksToSwitch(request);
    }

    /** To be called on the request's context. */
    static Leftover of(HttpServerRequest request) {
        return new Leftover(
                request,
                Objects.requireNonNull(Vertx.currentContext(), "on the request's context")
                        .owner());
    }

    /** Says in the response's head that the connection will end, where that is known already. */
    void announce() {
        if (closes) {
            request.response().putHeader("Connection", "close");
        }
    }

    /** The response was written to its end. */
    void finish() {
        if (closes) {
            request.connection().close();
        } else if (!request.isEnded()) {
            request.handler(bytes -> {});
            request.resume();
            vertx.setTimer(LINGER_MILLIS, over -> end());
        }
    }

    private void end() {
        if (request.isEnded()) {
            return;
        }
        if (Protocol.isHttp2(request)) {
            request.response().reset(NO_ERROR);
        } else {
            request.connection().close();
        }
    }
}
