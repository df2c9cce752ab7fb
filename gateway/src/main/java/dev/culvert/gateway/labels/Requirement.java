package dev.culvert.gateway.labels;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One term of a selector. */
record Requirement(String key, Operator operator, Set<String> values) {
    /** As {@code k8s.io/apimachinery/pkg/labels} has them. */
    enum Operator {
        IN,
        /** Also where there is no such label. */
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST,
        GREATER,
        LESS
    }

    Requirement {
        values = Set.copyOf(values);
    }

    boolean matches(Map<String, String> labels) {
        @Nullable String value = labels.get(key);
        return switch (operator) {
            case IN -> value != null && values.contains(value);
            case NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
            case GREATER -> value != null && isNumber(value) && Long.parseLong(value) > bound();
            case LESS -> value != null && isNumber(value) && Long.parseLong(value) < bound();
        };
    }

    private long bound() {
        return Long.parseLong(values.iterator().next());
    }

    static boolean isNumber(String text) {
        return text.matches("-?[0-9]{1,18}");
    }
}
