package dev.culvert.gateway.labels;

import java.util.Map;
import java.util.regex.Pattern;

/** What Kubernetes takes for a label's key and value. */
public final class LabelSyntax {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");
    private static final Pattern PREFIX =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    private LabelSyntax() {}

    /** Throws {@link IllegalArgumentException}, for people, where a key or a value is not legal. */
    public static void requireLegal(Map<String, String> labels) {
        labels.forEach((key, value) -> {
            requireKey(key);
            requireValue(value);
        });
    }

    static void requireKey(String key) {
        int slash = key.indexOf('/');
        boolean prefix = slash < 0 || PREFIX.matcher(key.substring(0, slash)).matches();
        if (!prefix || !NAME.matcher(key.substring(slash + 1)).matches()) {
            throw new IllegalArgumentException("'" + key + "' is no label's key");
        }
    }

    static void requireValue(String value) {
        if (!value.isEmpty() && !NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is no label's value");
        }
    }
}
