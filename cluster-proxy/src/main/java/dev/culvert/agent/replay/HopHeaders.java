package dev.culvert.agent.replay;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.agent.credentials.ApiServer;
import dev.culvert.tunnel.exchange.Header;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which header lines go on to the next hop, and which belong to this one. Order and multiplicity are kept. */
final class HopHeaders {
    private static final Set<String> HOP_BY_HOP = Set.of(
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

    // The gateway has removed these already. What would give the request another identity or another server than the
    // agent's
    // is removed here too, since only here is it known to matter.
    private static final Set<String> NEVER_SENT = Set.of("host", "expect", "authorization");
    private static final String FRONT_PROXY_IDENTITY = "x-remote-";

    private HopHeaders() {}

    /** The lines for the API server, the agent's own Authorization last. Host is not among them. */
    static List<Header> forRequest(List<Header> received, ApiAccess access) {
        List<Header> sent = new ArrayList<>(received.size() + 1);
        for (Header header : received) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !NEVER_SENT.contains(name) && !name.startsWith(FRONT_PROXY_IDENTITY)) {
                sent.add(header);
            }
        }
        access.authorization().ifPresent(value -> sent.add(new Header("Authorization", value)));
        return sent;
    }

    /**
     * The lines for the gateway. What the Connection header names is this hop's too (RFC 9110, 7.6.1); the Upgrade line of a 101
     * is not: it says in the server's own spelling what both ends of the connection speak from here on.
     *
     * @param server that sent them
     */
    static List<Header> forResponse(int status, List<Header> received, ApiServer server) {
        Set<String> named = new HashSet<>();
        for (Header header : received) {
            if (header.is("connection")) {
                for (String option : header.value().split(",", -1)) {
                    named.add(option.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        List<Header> sent = new ArrayList<>(received.size());
        for (Header header : received) {
            String name = header.name().toLowerCase(Locale.ROOT);
            boolean switched = status == 101 && name.equals("upgrade");
            if (switched || (!HOP_BY_HOP.contains(name) && !named.contains(name))) {
                boolean location = name.equals("location");
                sent.add(location ? new Header(header.name(), OwnLocation.of(header.value(), server)) : header);
            }
        }
        return sent;
    }
}
