package dev.culvert.tunnel.exchange;

import java.util.List;
import java.util.Objects;

/**
 * The head of a request to the kube-apiserver, as {@code culvert.tunnel.v1.HttpRequest} defines it: hop-by-hop headers,
 * Host and the caller's credential are already gone, the gateway's own headers are already in.
 *
 * @param method a token, such as {@code GET}
 * @param target the request target in origin form, byte for byte (one char a byte); begins with {@code /}
 * @param headers lines in their order and multiplicity
 * @param body whether a body follows; with false, the direction ends right behind the head unless an upgrade is asked for
 * @param upgrade empty for an ordinary request, else the value of its Upgrade header
 * @param requestId names the exchange in the logs of both sides; at most 64 printable ASCII characters
 */
public record RequestHead(
        String method, String target, List<Header> headers, boolean body, String upgrade, String requestId) {
    public RequestHead {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(target, "target");
        headers = List.copyOf(headers);
        Objects.requireNonNull(upgrade, "upgrade");
        Objects.requireNonNull(requestId, "requestId");
    }

    /** Whether the caller asks to switch protocols. */
    public boolean isUpgrade() {
        return !upgrade.isEmpty();
    }

    /** Whether the opener's direction ends right behind the head: no body, and no connection that could be switched. */
    boolean endsAtOnce() {
        return !body && upgrade.isEmpty();
    }

    /** Method, path without its query (which may hold secrets) and request id. */
    @Override
    public String toString() {
        int query = target.indexOf('?');
        return method + " " + (query < 0 ? target : target.substring(0, query)) + " [" + requestId + "]";
    }
}
