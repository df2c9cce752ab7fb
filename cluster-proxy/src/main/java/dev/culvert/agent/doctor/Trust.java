package dev.culvert.agent.doctor;

import dev.culvert.tunnel.diagnosis.RootCause;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Who verifies a server, as the agent's own connections have it. */
final class Trust {
    private Trust() {}

    /**
     * @param options null: the system's authorities
     */
    static X509ExtendedTrustManager of(Vertx vertx, @Nullable TrustOptions options) {
        try {
            for (TrustManager manager : factory(vertx, options).getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
        } catch (Exception e) {
            // Vert.x declares no more than that.
            throw new IllegalStateException("the certificate authorities cannot be used: " + RootCause.text(e), e);
        }
        throw new IllegalStateException("this Java verifies no certificates");
    }

    private static TrustManagerFactory factory(Vertx vertx, @Nullable TrustOptions options) throws Exception {
        return options == null ? ofSystem() : options.getTrustManagerFactory(vertx);
    }

    private static TrustManagerFactory ofSystem() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory;
    }
}
