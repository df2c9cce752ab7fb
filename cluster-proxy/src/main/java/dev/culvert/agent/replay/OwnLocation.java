package dev.culvert.agent.replay;

import dev.culvert.agent.credentials.ApiServer;
import java.util.List;
import java.util.Locale;

/**
 * A {@code Location} that names the agent's own API server. Callers know that server by another name, and below another path:
 * they are told the path alone, which the gateway completes. Whatever leads elsewhere stays as it is.
 */
final class OwnLocation {
    private static final String DEFAULT_PORT = ":443";

    private OwnLocation() {}

    /** The value as it goes to the gateway. */
    static String of(String location, ApiServer server) {
        return withoutPrefix(withoutAuthority(location, server.authority()), server.pathPrefix());
    }

    private static String withoutAuthority(String location, String authority) {
        String lower = location.toLowerCase(Locale.ROOT);
        for (String scheme : List.of("https://", "//")) {
            for (String spelling : List.of(authority, authority + DEFAULT_PORT)) {
                String start = scheme + spelling.toLowerCase(Locale.ROOT);
                if (lower.startsWith(start) && endsSegment(location, start.length())) {
                    String rest = location.substring(start.length());
                    return rest.startsWith("/") ? rest : "/" + rest;
                }
            }
        }
        return location;
    }

    private static String withoutPrefix(String location, String prefix) {
        if (prefix.isEmpty() || !location.startsWith(prefix) || !endsSegment(location, prefix.length())) {
            return location;
        }
        String rest = location.substring(prefix.length());
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private static boolean endsSegment(String text, int at) {
        return at == text.length() || "/?#".indexOf(text.charAt(at)) >= 0;
    }
}
