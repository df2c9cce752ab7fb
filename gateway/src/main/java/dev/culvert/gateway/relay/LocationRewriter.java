package dev.culvert.gateway.relay;

import java.util.Locale;

/**
 * Keeps redirects of a cluster inside that cluster's path. The API server knows nothing of the prefix that the caller used, so
 * a path-absolute {@code Location} would lead out of it; relative ones are right as they are.
 */
final class LocationRewriter {
    private LocationRewriter() {}

    static String rewrite(String location, String prefix) {
        return isPathAbsolute(location) ? prefix + location : location;
    }

    /** Whether the caller would be sent to another host: an absolute URL, or one without a scheme. */
    static boolean namesHost(String location) {
        if (isPathAbsolute(location)) {
            return false;
        }
        if (location.startsWith("//") || location.startsWith("/\\") || location.startsWith("\\")) {
            return true;
        }
        int colon = location.indexOf(':');
        if (colon <= 0) {
            return false;
        }
        String scheme = location.substring(0, colon).toLowerCase(Locale.ROOT);
        return scheme.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.');
    }

    /** Browsers read a backslash as a slash: {@code /\evil} names a host. */
    private static boolean isPathAbsolute(String location) {
        return location.startsWith("/") && !location.startsWith("//") && !location.startsWith("/\\");
    }
}
