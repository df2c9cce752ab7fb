package dev.culvert.gateway.authz;

import java.util.Objects;

/**
 * What of a request a rule may look at. Rules about namespaces or subresources will add to it.
 *
 * @param method of the request, such as {@code GET}
 * @param target the request target inside the cluster, byte for byte (one char a byte), with its query
 * @param upgrade whether the caller asks to switch protocols, such as for exec
 */
public record RequestAttributes(String method, String target, boolean upgrade) {
    public RequestAttributes {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(target, "target");
    }
}
