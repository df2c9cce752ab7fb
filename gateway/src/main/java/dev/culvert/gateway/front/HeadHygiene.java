package dev.culvert.gateway.front;

import dev.culvert.gateway.relay.UpgradeRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Optional;

/** What Netty's decoder lets through and two servers in a row may read differently. */
final class HeadHygiene {
    private HeadHygiene() {}

    /** Why the head is refused, in words for the caller. */
    static Optional<String> objectionTo(HttpRequest request) {
        HttpHeaders headers = request.headers();
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return Optional.of("HTTP/1.1 and HTTP/2 are served");
        }
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || (hosts.isEmpty() && version.equals(HttpVersion.HTTP_1_1))) {
            return Optional.of("a request has one Host header");
        }
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!codings.isEmpty() && (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked"))) {
            return Optional.of("chunked is the one transfer coding that is served");
        }
        // Netty reads eight bytes of body behind such a head, whatever its other headers say.
        if (headers.contains("Sec-WebSocket-Key1") || headers.contains("Sec-WebSocket-Key2")) {
            return Optional.of("this version of WebSocket is not served");
        }
        if (UpgradeHead.kindOf(request) == UpgradeRequest.Kind.INVALID) {
            return Optional.of("an upgrade is a GET or a POST without a body, to websocket or SPDY/3.1");
        }
        return Optional.empty();
    }
}
