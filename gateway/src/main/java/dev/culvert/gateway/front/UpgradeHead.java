package dev.culvert.gateway.front;

import dev.culvert.gateway.relay.PresentedMethod;
import dev.culvert.gateway.relay.UpgradeRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;

/** The head of an HTTP/1.1 request, seen as one that may ask to switch protocols. */
final class UpgradeHead {
    private UpgradeHead() {}

    /** Whether the bytes behind this head are no HTTP, if the server agrees; also where it will not. */
    static boolean asksToSwitch(HttpRequest request) {
        return kindOf(request) != UpgradeRequest.Kind.NONE;
    }

    static UpgradeRequest.Kind kindOf(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1) || !headers.contains(HttpHeaderNames.UPGRADE)) {
            return UpgradeRequest.Kind.NONE;
        }
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        boolean body = headers.contains(HttpHeaderNames.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
        return UpgradeRequest.kindOf(
                request.method().name(),
                headers.getAll(HttpHeaderNames.CONNECTION),
                headers.getAll(HttpHeaderNames.UPGRADE),
                body);
    }

    /**
     * Makes the head one that Vert.x hands the connection over for: a GET without {@code Connection: close}, which would
     * end up on the 101. The method stays in {@link PresentedMethod#MARKER}.
     */
    static void present(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!request.method().equals(HttpMethod.GET)) {
            headers.set(PresentedMethod.MARKER, request.method().name());
            request.setMethod(HttpMethod.GET);
        }
        dropConnectionLine(headers, "close");
    }

    /** Removes the Connection lines that say just this. */
    static void dropConnectionLine(HttpHeaders headers, String option) {
        List<String> connection = headers.getAll(HttpHeaderNames.CONNECTION);
        headers.remove(HttpHeaderNames.CONNECTION);
        for (String line : connection) {
            if (!line.strip().equalsIgnoreCase(option)) {
                headers.add(HttpHeaderNames.CONNECTION, line);
            }
        }
    }
}
