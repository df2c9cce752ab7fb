package dev.culvert.agent.dial;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The authorities that verify the gateway, from a PEM file that may change: each handshake asks those of its moment. Any thread. */
public final class AuthorityFile {
    private final RereadFile<X509ExtendedTrustManager> authorities;

    private AuthorityFile(RereadFile<X509ExtendedTrustManager> authorities) {
        this.authorities = authorities;
    }

    /** Fails with {@link IllegalArgumentException}, one line for people, where the file holds no certificate. */
    public static Future<AuthorityFile> load(Vertx vertx, Path file, Duration period) {
        return RereadFile.load(vertx, file, text -> managerOf(vertx, text, file), period)
                .map(AuthorityFile::new);
    }

    private static X509ExtendedTrustManager managerOf(Vertx vertx, String pem, Path file) {
        if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
            throw new IllegalArgumentException("--ca-file holds no PEM certificate: " + file);
        }
        try {
            PemTrustOptions options = new PemTrustOptions().addCertValue(Buffer.buffer(pem, "ISO-8859-1"));
            for (TrustManager manager : options.getTrustManagerFactory(vertx).getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
        } catch (Exception e) {
            throw new IllegalArgumentException("--ca-file holds a certificate that is malformed: " + file, e);
        }
        throw new IllegalArgumentException("--ca-file cannot be used by this Java: " + file);
    }

    /** Trust in what the file says when a handshake is made. */
    public TrustOptions trust() {
        return TrustOptions.wrap(new Current());
    }

    /** The file is read no more. */
    public void close() {
        authorities.close();
    }

    /** Leaves everything, the comparison of names included, to the manager of the moment. */
    private final class Current extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            authorities.content().checkServerTrusted(chain, type, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            authorities.content().checkServerTrusted(chain, type, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            authorities.content().checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            authorities.content().checkClientTrusted(chain, type, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            authorities.content().checkClientTrusted(chain, type, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            authorities.content().checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return authorities.content().getAcceptedIssuers();
        }
    }
}
