package dev.culvert.gateway.relay;

import dev.culvert.tunnel.exchange.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The API server's header lines as the caller gets them: in their order and multiplicity, less what ends at the gateway. */
final class ResponseHeaders {
    private ResponseHeaders() {}

    /**
     * @param prefix what the caller's path has before the target; empty in the host form
     */
    static List<Header> forCaller(List<Header> fromCluster, String prefix) {
        Set<String> hopByHop = HopByHop.namesIn(fromCluster);
        List<Header> kept = new ArrayList<>(fromCluster.size());
        for (Header header : fromCluster) {
            String name = header.name().toLowerCase(Locale.ROOT);
            // Scripts of a proxied service run on the gateway's origin: it decides who may read from there.
            if (hopByHop.contains(name) || name.startsWith("access-control-")) {
                continue;
            }
            kept.add(
                    switch (name) {
                        case "location" -> new Header(header.name(), LocationRewriter.rewrite(header.value(), prefix));
                        case "set-cookie" -> new Header(header.name(), CookieScope.narrow(header.value(), prefix));
                        default -> header;
                    });
        }
        return kept;
    }
}
