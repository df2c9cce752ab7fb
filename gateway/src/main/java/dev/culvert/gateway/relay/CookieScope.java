package dev.culvert.gateway.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Keeps cookies of a service behind a cluster's proxy path away from other clusters, and from the gateway's whole domain. */
final class CookieScope {
    private CookieScope() {}

    /** The Set-Cookie value without its Domain, and with its Path under the prefix. */
    static String narrow(String setCookie, String prefix) {
        List<String> parts = new ArrayList<>();
        for (String part : setCookie.split(";", -1)) {
            String attribute = part.strip();
            String name = attribute.toLowerCase(Locale.ROOT);
            boolean first = parts.isEmpty();
            if (!first && name.startsWith("domain=")) {
                continue;
            }
            boolean absolutePath = !first && name.startsWith("path=/");
            parts.add(absolutePath ? attribute.substring(0, 5) + prefix + attribute.substring(5) : attribute);
        }
        return String.join("; ", parts);
    }
}
