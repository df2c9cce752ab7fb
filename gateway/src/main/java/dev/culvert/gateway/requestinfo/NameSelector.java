package dev.culvert.gateway.requestinfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The name that a field selector asks for. An API server takes a list or watch of one name for a request about that object
 * (k8s.io/apimachinery, {@code fields.ParseSelector} and {@code RequiresExactMatch}).
 */
final class NameSelector {
    private static final String FIELD = "metadata.name";

    private NameSelector() {}

    /** Empty where it asks for no one name, where it is malformed, and where the name could not stand in a path. */
    static Optional<String> nameIn(String selector) {
        Optional<String> found = Optional.empty();
        for (String term : terms(selector)) {
            if (term.isEmpty()) {
                continue;
            }
            int operator = operator(term);
            if (operator < 0) {
                return Optional.empty();
            }
            boolean negated = term.charAt(operator) == '!';
            int value = operator + (negated || term.startsWith("==", operator) ? 2 : 1);
            if (!negated && found.isEmpty() && term.substring(0, operator).equals(FIELD)) {
                found = unescaped(term.substring(value));
            }
        }
        return found.filter(NameSelector::isPathSegment);
    }

    private static List<String> terms(String selector) {
        List<String> terms = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < selector.length(); i++) {
            char c = selector.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == ',') {
                terms.add(selector.substring(start, i));
                start = i + 1;
            }
        }
        terms.add(selector.substring(start));
        return terms;
    }

    private static int operator(String term) {
        for (int i = 0; i < term.length(); i++) {
            if (term.charAt(i) == '=' || term.startsWith("!=", i)) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<String> unescaped(String value) {
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ',' || c == '=') {
                return Optional.empty();
            }
            if (c == '\\') {
                i++;
                if (i == value.length() || "\\,=".indexOf(value.charAt(i)) < 0) {
                    return Optional.empty();
                }
            }
            plain.append(value.charAt(i));
        }
        return Optional.of(plain.toString());
    }

    private static boolean isPathSegment(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.indexOf('/') < 0
                && name.indexOf('%') < 0;
    }
}
