package dev.culvert.gateway.status;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Writes a {@link StatusException} as the whole answer to a request. Called on the request's context. */
public final class StatusWriter {
    private StatusWriter() {}

    /**
     * Answers a request. Retry-After is sent for GET and HEAD, and for every method with 429. What becomes of the connection is
     * the caller's business.
     *
     * @param method that the caller sent; not always the request's own, since the front presents some as GET
     * @param requestId ends up in the message; empty: none
     * @return completes when the answer was handed to the connection; also when the head was already sent, and nothing is written
     */
    public static Future<Void> write(
            HttpServerResponse response, String method, StatusException status, String requestId) {
        boolean head = method.equals("HEAD");
        boolean repeatable = method.equals("GET") || head || status.reason() == StatusReason.TOO_MANY_REQUESTS;
        return write(response, status, requestId, repeatable, head);
    }

    /**
     * The same for a connection of HTTP/1.1 that ends behind it, where a request can only be answered below Vert.x. Any thread.
     *
     * @param requestId ends up in the message; empty: none
     */
    public static FullHttpResponse http1(StatusException status, String requestId) {
        Buffer body = StatusBody.of(status, requestId, false);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status.code()),
                Unpooled.wrappedBuffer(body.getBytes()));
        response.headers()
                .set("Content-Type", "application/json")
                .set("X-Content-Type-Options", "nosniff")
                .set("Cache-Control", "no-store")
                .set("Content-Length", body.length())
                .set("Connection", "close");
        return response;
    }

    private static Future<Void> write(
            HttpServerResponse response, StatusException status, String requestId, boolean retryAfter, boolean head) {
        if (response.headWritten() || response.closed()) {
            return Future.succeededFuture();
        }
        Buffer body = StatusBody.of(status, requestId, retryAfter);
        response.setStatusCode(status.code())
                .putHeader("Content-Type", "application/json")
                .putHeader("X-Content-Type-Options", "nosniff")
                // A stored 401 was replayed by kubectl's cache of discovery answers for years.
                .putHeader("Cache-Control", "no-store");
        if (status.reason() == StatusReason.UNAUTHORIZED) {
            response.putHeader("WWW-Authenticate", "Bearer realm=\"culvert\"");
        }
        if (retryAfter) {
            status.retryAfterSeconds()
                    .ifPresent(seconds -> response.putHeader("Retry-After", Integer.toString(seconds)));
        }
        if (head) {
            // Over HTTP/2 Vert.x would send the body all the same.
            return response.putHeader("Content-Length", Integer.toString(body.length()))
                    .end();
        }
        return response.end(body);
    }
}
