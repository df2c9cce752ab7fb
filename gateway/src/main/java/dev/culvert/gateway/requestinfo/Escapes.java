package dev.culvert.gateway.requestinfo;

import java.util.Optional;

/** Percent-encoding in strings of one char a byte. */
final class Escapes {
    private Escapes() {}

    /**
     * @param plusIsSpace as in queries
     * @return empty where an escape is malformed
     */
    static Optional<String> decode(String raw, boolean plusIsSpace) {
        if (raw.indexOf('%') < 0 && !(plusIsSpace && raw.indexOf('+') >= 0)) {
            return Optional.of(raw);
        }
        StringBuilder decoded = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int octet = octet(raw, i + 1);
                if (octet < 0) {
                    return Optional.empty();
                }
                decoded.append((char) octet);
                i += 2;
            } else {
                decoded.append(c == '+' && plusIsSpace ? ' ' : c);
            }
        }
        return Optional.of(decoded.toString());
    }

    private static int octet(String raw, int at) {
        if (at + 2 > raw.length()) {
            return -1;
        }
        int high = hex(raw.charAt(at));
        int low = hex(raw.charAt(at + 1));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** Not {@link Character#digit}, which takes other alphabets' digits as well. */
    private static int hex(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }
}
