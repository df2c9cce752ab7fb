package dev.culvert.agent.link;

import dev.culvert.agent.config.CarrierKind;
import dev.culvert.agent.config.GatewayRoute;
import dev.culvert.agent.config.ProxySettings;
import dev.culvert.agent.dial.AuthorityFile;
import dev.culvert.agent.dial.TokenFile;
import dev.culvert.tunnel.carrier.DialTarget;
import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.carrier.grpc.GrpcDialer;
import dev.culvert.tunnel.carrier.websocket.WebSocketDialer;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway is dialled, whichever it is.
 *
 * @param carriers kept at once
 * @param token shown to the gateway
 * @param authorities what verifies the gateway; null: the system's
 * @param certificateDirectory where keys and certificates are kept; null: in memory alone
 */
public record LinkSettings(
        CarrierKind carrier,
        int carriers,
        TokenFile token,
        @Nullable AuthorityFile authorities,
        @Nullable Path certificateDirectory) {
    private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(15);

    /** Of each kind of carrier that may be used, the best first, and without a certificate. To be closed. */
    public List<Dialer> dialers(Vertx vertx, GatewayRoute route) {
        return dialers(vertx, target(route, null));
    }

    List<Dialer> dialers(Vertx vertx, DialTarget target) {
        return switch (carrier) {
            case AUTO -> List.of(new GrpcDialer(vertx, target), new WebSocketDialer(vertx, target));
            case GRPC -> List.of(new GrpcDialer(vertx, target));
            case WEBSOCKET -> List.of(new WebSocketDialer(vertx, target));
        };
    }

    DialTarget target(GatewayRoute route, @Nullable KeyCertOptions certificate) {
        return new DialTarget(
                route.gateway().host(),
                route.gateway().port(),
                token,
                authorities == null ? null : authorities.trust(),
                certificate,
                route.proxy() == null ? null : proxyOptions(route.proxy()),
                DIAL_TIMEOUT);
    }

    private static ProxyOptions proxyOptions(ProxySettings proxy) {
        ProxyOptions options = new ProxyOptions()
                .setType(proxy.tls() ? ProxyType.HTTPS : ProxyType.HTTP)
                .setHost(proxy.host())
                .setPort(proxy.port());
        if (proxy.user() != null) {
            options.setUsername(proxy.user()).setPassword(proxy.password());
        }
        return options;
    }
}
