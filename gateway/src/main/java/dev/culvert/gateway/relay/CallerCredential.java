package dev.culvert.gateway.relay;

import dev.culvert.gateway.authn.Credential;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.tunnel.exchange.Header;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the caller showed to say who it is: the Authorization header, read as kube-apiserver does, or a WebSocket subprotocol. */
final class CallerCredential {
    private CallerCredential() {}

    /**
     * @param webSocket whether the request asks for a WebSocket: only there a subprotocol can carry a token
     */
    static Credential in(List<Header> headers, boolean webSocket) {
        List<Header> lines =
                headers.stream().filter(header -> header.is("Authorization")).toList();
        if (lines.size() > 1) {
            throw StatusException.badRequest("a request has one Authorization header");
        }
        Optional<String> token =
                lines.isEmpty() ? Optional.empty() : bearer(lines.get(0).value());
        if (token.isEmpty() && lines.isEmpty() && webSocket) {
            token = WebSocketBearer.tokenIn(headers);
        }
        return token.map(Credential::bearer).orElseGet(Credential::none);
    }

    /** The scheme in any case, one space, the token; two spaces are no token, for kube-apiserver too. */
    private static Optional<String> bearer(String authorization) {
        String[] parts = authorization.strip().split(" ", 3);
        if (parts.length < 2 || !parts[0].toLowerCase(Locale.ROOT).equals("bearer") || parts[1].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(parts[1]);
    }
}
