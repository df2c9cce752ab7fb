package dev.culvert.agent.replay;

import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.HttpSyntax;
import dev.culvert.tunnel.exchange.RequestHead;
import java.util.Optional;

/**
 * Whether a request that came through the tunnel may be put on the wire: the gateway's word is not taken for it. What passes
 * here cannot split a request or name another server (RFC 9112, 3 and 5; RFC 9113, 8.2).
 */
final class RequestCheck {
    private RequestCheck() {}

    /** What is wrong with the request, for people; empty where nothing is. */
    static Optional<String> fault(RequestHead head) {
        if (!HttpSyntax.isToken(head.method()) || head.method().equals("CONNECT")) {
            return Optional.of("the method is not acceptable");
        }
        if (!HttpSyntax.isOriginForm(head.target())) {
            return Optional.of("the request target is not in origin form");
        }
        if (head.isUpgrade()) {
            Optional<String> fault = upgradeFault(head);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return headerFault(head);
    }

    private static Optional<String> upgradeFault(RequestHead head) {
        if (!head.method().equals("GET") && !head.method().equals("POST")) {
            return Optional.of("only GET and POST can be upgraded");
        }
        // Anything else, h2c above all, would open a second way to speak HTTP to the API server.
        if (!head.upgrade().equalsIgnoreCase("websocket") && !head.upgrade().equalsIgnoreCase("SPDY/3.1")) {
            return Optional.of("only websocket and SPDY/3.1 can be upgraded to");
        }
        return Optional.empty();
    }

    private static Optional<String> headerFault(RequestHead head) {
        int lengths = 0;
        for (Header header : head.headers()) {
            if (!HttpSyntax.isToken(header.name())) {
                return Optional.of("a header's name is not a token");
            }
            if (!HttpSyntax.isFieldValue(header.value())) {
                return Optional.of("a header's value holds a control character");
            }
            if (header.is("transfer-encoding")) {
                return Optional.of("transfer-encoding does not pass a tunnel");
            }
            if (header.is("content-length")) {
                lengths++;
                if (contentLength(header.value()) < 0 || lengths > 1) {
                    return Optional.of("the content-length is malformed");
                }
                if (contentLength(header.value()) > 0 && (!head.body() || head.isUpgrade())) {
                    return Optional.of("the content-length promises a body that does not follow");
                }
            }
        }
        return Optional.empty();
    }

    /** Bytes; -1 where the text is not a number that fits. */
    static long contentLength(String value) {
        if (value.isEmpty() || value.length() > 18) {
            return -1;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(value);
    }
}
