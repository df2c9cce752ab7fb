package dev.culvert.kubeconfig;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name under which a cluster is registered with the gateway.
 *
 * @param value a DNS-1123 label that is none of {@code api}, {@code apis} and {@code oapi}: clients take a server URL that
 *     ends in one of those for the root of an API
 */
public record ClusterName(String value) {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Set<String> RESERVED = Set.of("api", "apis", "oapi");

    public ClusterName {
        if (!isLabel(value)) {
            throw new IllegalArgumentException("cluster name " + Names.quote(value)
                    + " is not a DNS-1123 label (lower-case letters, digits and inner hyphens, at most 63)");
        }
        if (RESERVED.contains(value)) {
            throw new IllegalArgumentException("cluster name \"" + value + "\" is reserved");
        }
    }

    static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
