package dev.culvert.gateway.relay;

import io.vertx.core.http.HttpServerRequest;

/**
 * The method that the caller sent. Vert.x hands a connection over only after CONNECT or a GET with {@code Connection: upgrade},
 * while every kubectl before 1.30 upgrades by POST. The front therefore presents such a POST as GET, and leaves the method in
 * a header that it removes from everything that callers send.
 */
public final class PresentedMethod {
    /** Lower case. Never leaves the gateway. */
    public static final String MARKER = "x-culvert-presented-method";

    private PresentedMethod() {}

    static String of(HttpServerRequest request) {
        String marked = Protocol.isHttp2(request) ? null : request.getHeader(MARKER);
        return marked == null ? request.method().name() : marked;
    }
}
