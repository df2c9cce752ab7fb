package dev.culvert.agent.credentials;

import io.netty.util.NetUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import org.jspecify.annotations.Nullable;

/**
 * How the connection to the API server is made safe. Two equal values are one and the same TLS: a connection made with one
 * serves the other.
 *
 * @param serverName the name that the certificate must have
 * @param authorities PEM; null: the system's
 * @param insecure whether anything is trusted: somebody asked for it in so many words
 * @param certificate the agent's, PEM; null: it has none
 * @param key the certificate's, PEM (PKCS#8, PKCS#1 or SEC1)
 */
public record ApiTls(
        String serverName,
        @Nullable String authorities,
        boolean insecure,
        @Nullable String certificate,
        @Nullable String key) {
    public ApiTls {
        if ((certificate == null) != (key == null)) {
            throw new CredentialsException("a client certificate needs its key, and a key its certificate");
        }
        if (authorities != null && !authorities.contains("-----BEGIN CERTIFICATE-----")) {
            throw new CredentialsException("the certificate authority holds no PEM certificate");
        }
        if (certificate != null && !certificate.contains("-----BEGIN CERTIFICATE-----")) {
            throw new CredentialsException("the client certificate holds no PEM certificate");
        }
        if (key != null && !key.contains("PRIVATE KEY-----")) {
            throw new CredentialsException("the client key holds no PEM key");
        }
    }

    /** For one connection. */
    public ClientSSLOptions options() {
        ClientSSLOptions options =
                new ClientSSLOptions().setTrustAll(insecure).setHostnameVerificationAlgorithm(insecure ? "" : "HTTPS");
        if (authorities != null && !insecure) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authorities)));
        }
        if (certificate != null && key != null) {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(certificate))
                    .addKeyValue(Buffer.buffer(key)));
        }
        return options;
    }

    /** Whether the name can be sent in the handshake: an address cannot. */
    public boolean isNamed() {
        return !NetUtil.isValidIpV4Address(serverName) && !NetUtil.isValidIpV6Address(serverName);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ApiTls[serverName=" + serverName + ", insecure=" + insecure + ", certificate=" + (certificate != null)
                + "]";
    }
}
