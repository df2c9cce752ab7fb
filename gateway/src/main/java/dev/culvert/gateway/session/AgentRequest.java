package dev.culvert.gateway.session;

import dev.culvert.gateway.authn.AgentCredential;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What an agent's request shows to say whose it is. */
public final class AgentRequest {
    private AgentRequest() {}

    /** The token of its Authorization header, and the certificate of its connection. */
    public static AgentCredential credential(HttpServerRequest request) {
        return new AgentCredential(BearerToken.of(request), chain(request));
    }

    private static List<X509Certificate> chain(HttpServerRequest request) {
        try {
            return request.connection().peerCertificates().stream()
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }
}
