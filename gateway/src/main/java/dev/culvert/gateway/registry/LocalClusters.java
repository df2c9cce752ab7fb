package dev.culvert.gateway.registry;

import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.Peer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The clusters whose agents are connected to this gateway. Any thread. */
public final class LocalClusters implements Clusters {
    private final RouteTable<CarrierRoute> routes;

    public LocalClusters(Vertx vertx, RegistrySettings settings) {
        this.routes = new RouteTable<>(vertx, settings, System::nanoTime);
    }

    /** Agents can connect from now on: requests wait for those that are on their way back from before a restart. */
    public void open() {
        routes.open();
    }

    @Override
    public Future<Endpoint> endpoint(String cluster, Future<Void> gone) {
        return routes.find(cluster, gone).map(CarrierRoute::endpoint);
    }

    @Override
    public Future<Endpoint> another(String cluster, Endpoint refused, Future<Void> gone) {
        return routes.findOther(cluster, route -> route.endpoint() == refused, gone)
                .map(CarrierRoute::endpoint);
    }

    /**
     * Adds an endpoint whose handshake is done, until it closes. Called on its carrier's context.
     *
     * @param session the agent process that it belongs to
     * @param certifiedUntil the end of the certificate by which it came; null: it came by its token
     * @return false where the session or the cluster has all that it may have: nothing was added
     */
    public boolean add(String cluster, String session, @Nullable Instant certifiedUntil, Endpoint endpoint) {
        CarrierRoute route = new CarrierRoute(endpoint, session, certifiedUntil, Thread.currentThread());
        if (!routes.add(cluster, route)) {
            return false;
        }
        endpoint.closed().onComplete(ignored -> routes.remove(cluster, route));
        return true;
    }

    /** Carriers that the cluster has now. */
    public int carriers(String cluster) {
        return routes.size(cluster);
    }

    /** The carriers that the cluster has now. */
    public List<AgentCarrier> agents(String cluster) {
        return routes.all(cluster).stream().map(LocalClusters::describe).toList();
    }

    private static AgentCarrier describe(CarrierRoute route) {
        Endpoint endpoint = route.endpoint();
        Future<Peer> peer = endpoint.ready();
        return new AgentCarrier(
                route.session(),
                peer.succeeded() ? peer.result().software() : "",
                endpoint.carrier().kind(),
                endpoint.carrier().remote(),
                route.certifiedUntil(),
                endpoint.roundTrip(),
                endpoint.openStreams());
    }

    /** Requests that wait fail now, and new ones at once. Endpoints are left alone. Idempotent. */
    public void close() {
        routes.close();
    }
}
