package dev.culvert.gateway.relay;

import dev.culvert.tunnel.exchange.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The caller's header lines, less those that end at the gateway. Lines keep their order and multiplicity: joined, several
 * {@code X-Stream-Protocol-Version} or {@code Impersonate-Group} lines mean something else.
 */
final class RequestHeaders {
    /** The credential in all its places, what is set anew at the agent, and what claims to come from a proxy. */
    private static final Set<String> DROPPED =
            Set.of("host", "authorization", "cookie", "forwarded", "x-real-ip", "expect", PresentedMethod.MARKER);

    private RequestHeaders() {}

    /**
     * What may go into the tunnel. Headers that speak for an identity are left in, even where {@code Connection} names them:
     * whoever sends one gets an answer about it from {@link dev.culvert.gateway.impersonation.Identity}, not silence.
     */
    static List<Header> forwardable(List<Header> fromCaller) {
        Set<String> hopByHop = HopByHop.namesIn(fromCaller);
        List<Header> kept = new ArrayList<>(fromCaller.size());
        for (Header header : fromCaller) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (DROPPED.contains(name) || name.startsWith("x-forwarded-") || name.startsWith(":")) {
                continue;
            }
            if (hopByHop.contains(name) && !name.startsWith("impersonate")) {
                continue;
            }
            WebSocketBearer.withoutToken(header).ifPresent(kept::add);
        }
        return kept;
    }
}
