package dev.culvert.gateway.relay;

import dev.culvert.tunnel.exchange.Header;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a browser asks on behalf of a page that is not the gateway's own. Browsers say so by {@code Origin}
 * (<a href="https://fetch.spec.whatwg.org/#origin-header">Fetch</a>, RFC 6455 for WebSockets) and by {@code Sec-Fetch-Site}; other
 * clients send neither, or an Origin that is made of the address they connect to.
 */
final class ForeignPage {
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private ForeignPage() {}

    static boolean asks(List<Header> headers) {
        return headers.stream().anyMatch(header -> isForeign(header, headers));
    }

    private static boolean isForeign(Header header, List<Header> headers) {
        if (header.is("Sec-Fetch-Site")) {
            return !OWN_SITES.contains(header.value().strip().toLowerCase(Locale.ROOT));
        }
        return header.is("Origin") && headers.stream().noneMatch(host -> names(host, header.value()));
    }

    /** The scheme does not matter: on this port there is only one. */
    private static boolean names(Header host, String origin) {
        int authority = origin.indexOf("://");
        return (host.is("Host") || host.is(":authority"))
                && authority >= 0
                && origin.substring(authority + 3).equalsIgnoreCase(host.value());
    }
}
