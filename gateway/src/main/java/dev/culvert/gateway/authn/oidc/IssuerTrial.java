package dev.culvert.gateway.authn.oidc;

import dev.culvert.gateway.config.OidcConfig;
import dev.culvert.tunnel.transport.OnEventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.util.Optional;

/** Whether an issuer can be asked for its keys. */
public final class IssuerTrial {
    private IssuerTrial() {}

    /**
     * How many keys it publishes. Fails with a message for people, after ten seconds at the latest.
     *
     * @param trust what verifies the issuer's certificate; empty for the system's CAs
     */
    public static Future<Integer> keys(Vertx vertx, OidcConfig config, Optional<TrustOptions> trust) {
        IssuerClient client =
                new IssuerClient(vertx, config.issuer(), config.discovery(), trust.orElse(null), IssuerClient.DEADLINE);
        return OnEventLoop.call(vertx, client::keys).map(keys -> keys.getKeys().size());
    }
}
