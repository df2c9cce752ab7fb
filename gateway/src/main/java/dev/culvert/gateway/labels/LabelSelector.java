package dev.culvert.gateway.labels;

import dev.culvert.gateway.labels.Requirement.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A selector as {@code kubectl -l} takes it: {@code env=prod,tier in (web,db),!legacy}. All of its terms must hold.
 */
public final class LabelSelector {
    private static final int MAX_LENGTH = 4_096;
    private static final Pattern TOKEN = Pattern.compile("\\s*(==|!=|[=!<>(),]|[^\\s=!<>(),]+)\\s*");

    private final String text;
    private final List<Requirement> requirements;

    private LabelSelector(String text, List<Requirement> requirements) {
        this.text = text;
        this.requirements = List.copyOf(requirements);
    }

    /** Throws {@link IllegalArgumentException}, for people, where the text is no selector. An empty one selects everything. */
    public static LabelSelector parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a selector has at most " + MAX_LENGTH + " characters");
        }
        return new LabelSelector(text, text.isBlank() ? List.of() : new Parser(text).all());
    }

    /** Whether something with these labels is selected. */
    public boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.matches(labels));
    }

    @Override
    public String toString() {
        return text;
    }

    /** Recursive descent over the tokens; the grammar is that of {@code labels.Parse}. */
    private static final class Parser {
        private final String text;
        private final List<String> tokens = new ArrayList<>();
        private int next;

        Parser(String text) {
            this.text = text;
            Matcher matcher = TOKEN.matcher(text);
            int end = 0;
            while (matcher.lookingAt()) {
                tokens.add(matcher.group(1));
                end = matcher.end();
                matcher.region(end, text.length());
            }
            if (end < text.length()) {
                throw malformed();
            }
        }

        List<Requirement> all() {
            List<Requirement> result = new ArrayList<>();
            do {
                result.add(requirement());
            } while (takes(","));
            if (next < tokens.size()) {
                throw malformed();
            }
            return result;
        }

        private Requirement requirement() {
            if (takes("!")) {
                return new Requirement(key(), Operator.DOES_NOT_EXIST, Set.of());
            }
            String key = key();
            if (takes("=") || takes("==")) {
                return new Requirement(key, Operator.IN, Set.of(value()));
            }
            if (takes("!=")) {
                return new Requirement(key, Operator.NOT_IN, Set.of(value()));
            }
            if (takes("in")) {
                return new Requirement(key, Operator.IN, values());
            }
            if (takes("notin")) {
                return new Requirement(key, Operator.NOT_IN, values());
            }
            if (takes(">")) {
                return new Requirement(key, Operator.GREATER, Set.of(number()));
            }
            return takes("<")
                    ? new Requirement(key, Operator.LESS, Set.of(number()))
                    : new Requirement(key, Operator.EXISTS, Set.of());
        }

        private Set<String> values() {
            if (!takes("(")) {
                throw malformed();
            }
            Set<String> values = new TreeSet<>();
            do {
                values.add(value());
            } while (takes(","));
            if (!takes(")")) {
                throw malformed();
            }
            return values;
        }

        private String key() {
            String key = word();
            LabelSyntax.requireKey(key);
            return key;
        }

        /** May be missing: {@code env=} selects the empty value. */
        private String value() {
            boolean missing = next >= tokens.size() || ",()".contains(tokens.get(next));
            String value = missing ? "" : word();
            LabelSyntax.requireValue(value);
            return value;
        }

        private String number() {
            String number = word();
            if (!Requirement.isNumber(number)) {
                throw malformed();
            }
            return number;
        }

        private String word() {
            if (next >= tokens.size() || "==!=<>(),".contains(tokens.get(next))) {
                throw malformed();
            }
            return tokens.get(next++);
        }

        private boolean takes(String token) {
            if (next < tokens.size() && tokens.get(next).equals(token)) {
                next++;
                return true;
            }
            return false;
        }

        private IllegalArgumentException malformed() {
            return new IllegalArgumentException(
                    "'" + text + "' is no selector; write one like env=prod,tier in (web,db),!legacy");
        }
    }
}
