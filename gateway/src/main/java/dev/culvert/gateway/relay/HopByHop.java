package dev.culvert.gateway.relay;

import dev.culvert.tunnel.exchange.Header;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The headers that speak to the next hop only (RFC 9110, 7.6.1), those that {@code Connection} names among them. */
final class HopByHop {
    private static final Set<String> ALWAYS = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    private HopByHop() {}

    /** Lower-case names of the headers that end here. */
    static Set<String> namesIn(List<Header> headers) {
        Set<String> names = ALWAYS;
        for (Header header : headers) {
            if (header.is("Connection")) {
                names = names == ALWAYS ? new HashSet<>(ALWAYS) : names;
                for (String token : header.value().split(",", -1)) {
                    names.add(token.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return names;
    }
}
