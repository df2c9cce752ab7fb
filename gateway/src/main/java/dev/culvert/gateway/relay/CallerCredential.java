package dev.culvert.gateway.relay;

import dev.culvert.gateway.authn.Credential;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.tunnel.exchange.Header;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What the caller showed to say who it is: the Authorization header, read as kube-apiserver does, a WebSocket subprotocol, or,
 * without a token, the client certificate of its connection.
 */
public final class CallerCredential {
    private CallerCredential() {}

    /** That of a plain request. Throws {@link StatusException} 400 where it is ambiguous. */
    public static Credential of(HttpServerRequest request) {
        return of(request.connection(), Protocol.headers(request), false);
    }

    /**
     * @param connection the caller's
     * @param webSocket whether the request asks for a WebSocket: only there a subprotocol can carry a token
     */
    static Credential of(HttpConnection connection, List<Header> headers, boolean webSocket) {
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
        if (token.isPresent()) {
            return Credential.bearer(token.get());
        }
        // Browsers add a certificate to whatever any page asks for; a token only its own page can add.
        List<X509Certificate> chain = ForeignPage.asks(headers) ? List.of() : chain(connection);
        return chain.isEmpty() ? Credential.none() : Credential.certificate(chain);
    }

    private static List<X509Certificate> chain(HttpConnection connection) {
        try {
            return connection.peerCertificates().stream()
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
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
