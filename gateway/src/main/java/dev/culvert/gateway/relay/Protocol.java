package dev.culvert.gateway.relay;

import dev.culvert.tunnel.exchange.Header;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;

/** What the caller's protocol says of its request. */
final class Protocol {
    private Protocol() {}

    static boolean isHttp2(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2;
    }

    /** The header lines in their order and multiplicity. */
    static List<Header> headers(HttpServerRequest request) {
        List<Header> headers = new ArrayList<>();
        request.headers().forEach((name, value) -> headers.add(new Header(name, value)));
        return headers;
    }

    /** Whether this is HTTP/1, and what follows the head may be another protocol already, be the upgrade legal or not. */
    static boolean asksToSwitch(HttpServerRequest request) {
        return !isHttp2(request)
                && UpgradeRequest.kindOf(
                                request.method().name(),
                                request.headers().getAll("Connection"),
                                request.headers().getAll("Upgrade"),
                                false)
                        != UpgradeRequest.Kind.NONE;
    }

    /** Whether HTTP/1 announces a body, if only an empty chunked one. */
    static boolean announcesBody(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return request.headers().contains("Transfer-Encoding") || (length != null && !length.equals("0"));
    }
}
