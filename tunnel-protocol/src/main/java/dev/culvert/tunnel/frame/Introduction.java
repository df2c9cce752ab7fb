package dev.culvert.tunnel.frame;

import dev.culvert.tunnel.failure.ProtocolViolationException;
import java.util.List;
import java.util.Set;

/** Checks of what a peer says about itself, since it ends up in logs. */
final class Introduction {
    private static final int MAX_TEXT = 256;
    private static final int MAX_CAPABILITIES = 64;
    private static final int MAX_CAPABILITY = 64;

    private Introduction() {}

    static String text(String field, String value) {
        if (value.length() > MAX_TEXT) {
            throw new ProtocolViolationException(field + " is longer than " + MAX_TEXT);
        }
        return printable(value);
    }

    static Set<String> capabilities(List<String> names) {
        if (names.size() > MAX_CAPABILITIES || names.stream().anyMatch(name -> name.length() > MAX_CAPABILITY)) {
            throw new ProtocolViolationException("too many or too long capabilities");
        }
        return Set.copyOf(List.copyOf(names).stream().distinct().toList());
    }

    /** The text with everything that could break a log line or a terminal replaced. */
    static String printable(String value) {
        StringBuilder text = new StringBuilder(value.length());
        value.codePoints()
                .map(c -> Character.isISOControl(c) || !Character.isDefined(c) ? '\uFFFD' : c)
                .forEach(text::appendCodePoint);
        return text.toString();
    }
}
