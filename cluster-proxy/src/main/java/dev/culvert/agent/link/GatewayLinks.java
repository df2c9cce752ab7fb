package dev.culvert.agent.link;

import dev.culvert.agent.config.GatewayRoute;
import dev.culvert.agent.config.HostPort;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.exchange.Exchange;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The links to all gateways of this process. Each is dialled, refused, renewed and drained by itself; they share one budget, and
 * one session's name, by which the logs of all gateways know the process. Any thread.
 */
public final class GatewayLinks {
    private final Map<HostPort, GatewayLink> links;

    private GatewayLinks(Map<HostPort, GatewayLink> links) {
        this.links = links;
    }

    /**
     * Completes when everything is there to dial with; dials nothing yet.
     *
     * @param routes to gateways that are all different
     * @param endpoints without an identity
     * @param exchanges is given each exchange, on its carrier's context
     */
    public static Future<GatewayLinks> make(
            Vertx vertx,
            List<GatewayRoute> routes,
            LinkSettings settings,
            EndpointSettings endpoints,
            Handler<Exchange> exchanges) {
        EndpointSettings mine = endpoints.withIdentity(newSessionId(), endpoints.cluster());
        List<Future<GatewayLink>> made = new ArrayList<>();
        for (GatewayRoute route : routes) {
            Path kept = certificateFile(settings.certificateDirectory(), route.gateway(), routes.size() > 1);
            made.add(GatewayLink.make(vertx, route, settings, kept, mine, exchanges));
        }
        return Future.all(made).map(all -> {
            Map<HostPort, GatewayLink> links = new LinkedHashMap<>();
            for (int i = 0; i < routes.size(); i++) {
                links.put(routes.get(i).gateway(), all.resultAt(i));
            }
            return new GatewayLinks(links);
        });
    }

    private static String newSessionId() {
        byte[] id = new byte[16];
        new SecureRandom().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** A gateway's certificate counts at that gateway, and one must not be written over another's. */
    static @Nullable Path certificateFile(@Nullable Path directory, HostPort gateway, boolean several) {
        if (directory == null) {
            return null;
        }
        // No name or address has an underscore, so that two gateways have two files.
        String host = gateway.host().toLowerCase(Locale.ROOT).replace(':', '_');
        return directory.resolve(several ? "agent-" + host + "-" + gateway.port() + ".pem" : "agent.pem");
    }

    public void start() {
        links.values().forEach(GatewayLink::start);
    }

    /** Carriers that are up, of each gateway, in the order in which the agent was told of them. */
    public Map<HostPort, Integer> readyCarriers() {
        Map<HostPort, Integer> ready = new LinkedHashMap<>();
        links.forEach((gateway, link) -> ready.put(gateway, link.readyCarriers()));
        return ready;
    }

    /** At all gateways at once: dials no more, and lets the exchanges in flight finish. Completes after the grace at the latest. */
    public Future<Void> drain(Duration grace) {
        return each(link -> link.drain(grace));
    }

    /** Ends what is left. */
    public Future<Void> close() {
        return each(GatewayLink::close);
    }

    private Future<Void> each(Function<GatewayLink, Future<Void>> action) {
        return Future.join(links.values().stream().map(action).toList()).mapEmpty();
    }
}
