package dev.culvert.gateway.relay;

import java.util.Objects;

/**
 * Where a request goes.
 *
 * @param cluster as the caller named it; not necessarily one that exists
 * @param prefix what stood before the target in the caller's path ({@code /clusters/NAME}); empty in the host form
 * @param target the request target inside the cluster, byte for byte (one char a byte); begins with {@code /}
 */
public record Destination(String cluster, String prefix, String target) {
    public Destination {
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(prefix, "prefix");
        if (!target.startsWith("/")) {
            throw new IllegalArgumentException("a target begins with a slash");
        }
    }
}
