package dev.culvert.gateway;

import io.vertx.core.net.TrustOptions;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Takes every client certificate at the TLS handshake, which still makes sure that the client has its key: whether it is
 * anybody's identity is decided for each request. A refusal here would end the connection of callers that have a token as well.
 */
final class AnyCertificate extends X509ExtendedTrustManager {
    private final List<X509Certificate> authorities;

    private AnyCertificate(List<X509Certificate> authorities) {
        this.authorities = List.copyOf(authorities);
    }

    /**
     * @param authorities whose names clients are told: Go's show a certificate of theirs only, and browsers ask people only where
     *     they have one
     */
    static TrustOptions hinting(List<X509Certificate> authorities) {
        return TrustOptions.wrap(new AnyCertificate(authorities));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.toArray(X509Certificate[]::new);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        throw notAServers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
        throw notAServers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        throw notAServers();
    }

    private static UnsupportedOperationException notAServers() {
        return new UnsupportedOperationException("for clients' certificates only");
    }
}
