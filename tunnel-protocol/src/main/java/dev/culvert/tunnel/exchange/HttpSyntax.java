package dev.culvert.tunnel.exchange;

import java.util.BitSet;

/** The grammar of RFC 9110 and RFC 9112 as far as it keeps requests and headers from being split. One char is one byte. */
public final class HttpSyntax {
    private static final BitSet TOKEN = new BitSet(128);

    static {
        "!#$%&'*+-.^_`|~".chars().forEach(TOKEN::set);
        TOKEN.set('0', '9' + 1);
        TOKEN.set('A', 'Z' + 1);
        TOKEN.set('a', 'z' + 1);
    }

    private HttpSyntax() {}

    /** A token (RFC 9110, 5.6.2): a method, a header's name. */
    public static boolean isToken(String text) {
        if (text.isEmpty()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!TOKEN.get(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** A value of the Upgrade header with one protocol (RFC 9110, 7.8): {@code websocket}, {@code SPDY/3.1}. */
    public static boolean isProtocol(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? isToken(text) : isToken(text.substring(0, slash)) && isToken(text.substring(slash + 1));
    }

    /** A header's value (RFC 9110, 5.5), leniently: no NUL, CR, LF or other control but tab, all chars below 256. */
    public static boolean isFieldValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7F || c > 0xFF) {
                return false;
            }
        }
        return true;
    }

    /** A request target that begins with a slash and holds no space, control character or char above 255. */
    public static boolean isOriginForm(String text) {
        if (text.isEmpty() || text.charAt(0) != '/') {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7F || c > 0xFF) {
                return false;
            }
        }
        return true;
    }
}
