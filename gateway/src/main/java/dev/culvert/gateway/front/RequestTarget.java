package dev.culvert.gateway.front;

import dev.culvert.gateway.status.StatusException;
import java.util.Locale;

/** The request target in origin form, byte for byte (one char a byte). Nothing is decoded, collapsed or sorted. */
final class RequestTarget {
    private RequestTarget() {}

    /**
     * The origin form of what stands in the request line or {@code :path}. The absolute form loses its authority, which must be
     * the request's own.
     *
     * @param host the request's Host or {@code :authority}
     */
    static String originForm(String target, String host) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c == 0x7f || c > 0xff) {
                throw StatusException.badRequest("the request target has a control character or a space");
            }
        }
        if (target.startsWith("/")) {
            return target;
        }
        String lower = target.toLowerCase(Locale.ROOT);
        int authority = lower.startsWith("https://") ? 8 : lower.startsWith("http://") ? 7 : -1;
        if (authority < 0) {
            throw StatusException.badRequest("the request target is no path");
        }
        int end = authority;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        if (!target.substring(authority, end).equalsIgnoreCase(host)) {
            throw StatusException.badRequest("the request target and the Host header name different hosts");
        }
        String rest = target.substring(end);
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    /**
     * Whether dot segments lead above the target's own root, for any reader that decodes before it resolves: {@code %2e} is a
     * dot, and {@code %2f}, {@code %5c} and the backslash are slashes to some.
     */
    static boolean climbsOut(String target) {
        int query = target.indexOf('?');
        String raw = query < 0 ? target : target.substring(0, query);
        // Nearly every path: without a dot, plain or escaped, nothing climbs.
        if (raw.indexOf('.') < 0 && raw.indexOf('%') < 0) {
            return false;
        }
        String path = raw.toLowerCase(Locale.ROOT);
        String decoded =
                path.replace("%2e", ".").replace("%2f", "/").replace("%5c", "/").replace('\\', '/');
        int depth = 0;
        for (String segment : decoded.split("/", -1)) {
            // A path parameter hides dots from some readers: "..;x" is ".." to them.
            int parameter = segment.indexOf(';');
            String name = parameter < 0 ? segment : segment.substring(0, parameter);
            if (name.equals("..")) {
                depth--;
            } else if (!name.isEmpty() && !name.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }
}
