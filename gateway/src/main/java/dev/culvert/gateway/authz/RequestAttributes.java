package dev.culvert.gateway.authz;

import dev.culvert.gateway.requestinfo.RequestInfo;
import java.util.Objects;

/**
 * What of a request a decision may look at.
 *
 * @param method of the request, such as {@code GET}
 * @param target the request target inside the cluster, byte for byte (one char a byte), with its query
 * @param upgrade whether the caller asks to switch protocols, such as for exec
 * @param info what the cluster's API server makes of method and target
 */
public record RequestAttributes(String method, String target, boolean upgrade, RequestInfo info) {
    public RequestAttributes {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(info, "info");
    }

    /** Derives the rest. */
    public static RequestAttributes of(String method, String target, boolean upgrade) {
        return new RequestAttributes(method, target, upgrade, RequestInfo.of(method, target));
    }
}
