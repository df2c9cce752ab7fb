package dev.culvert.gateway.front;

import dev.culvert.gateway.relay.Relay;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public HTTPS port: clusters by path and by host, and the agents' way in.
 *
 * <p>Started once, drained and closed once each at most. Any thread.
 */
public final class Front {
    private static final Logger LOGGER = LoggerFactory.getLogger(Front.class);

    /** Servers of one Vert.x that name the same of these share one free port. */
    private static final AtomicInteger FREE_PORTS = new AtomicInteger();

    private final Vertx vertx;
    private final FrontOptions options;
    private final Dispatcher dispatcher;
    private final Arrivals arrivals;
    private final List<FrontServer> servers = new ArrayList<>();
    private Future<Void> lastChange = Future.succeededFuture();

    /**
     * @param relay answers requests for clusters
     * @param tunnel answers requests for {@link dev.culvert.tunnel.carrier.Tunnel#PATH}, on the request's context; those that it
     *     throws a {@link dev.culvert.gateway.status.StatusException} at are refused
     * @param own answers what is neither
     */
    public Front(Vertx vertx, FrontOptions options, Relay relay, Handler<HttpServerRequest> tunnel, OwnPaths own) {
        this.vertx = vertx;
        this.options = options;
        this.dispatcher = new Dispatcher(relay, tunnel, new HostForm(options.domain(), options.hosts()), own);
        ConnectionsPerAddress connections = new ConnectionsPerAddress(options.maxConnectionsPerAddress());
        this.arrivals = new Arrivals(connections, options.headTimeout());
    }

    /** Binds. Completes with the port; fails where it cannot be bound, or the certificate cannot be read. */
    public Future<Integer> start() {
        SocketAddress address = options.port() == 0
                ? SocketAddress.sharedRandomPort(FREE_PORTS.incrementAndGet(), options.host())
                : SocketAddress.inetSocketAddress(options.port(), options.host());
        return deploy(address).compose(first -> {
            Future<?> rest = Future.succeededFuture();
            for (int i = 1; i < options.instances(); i++) {
                rest = rest.compose(done -> deploy(address));
            }
            return rest.map(started -> started(first.port()));
        });
    }

    /**
     * Shows another certificate of the gateway's on new connections; those that stand are left alone. Completes when it is in
     * use; fails where it cannot be, and then the one before stays in use.
     */
    public Future<Void> renew(KeyCertOptions certificate) {
        return renew(tls -> tls.setKeyCertOptions(certificate));
    }

    /** Asks on new connections for other client certificates; only where some were asked for from the start. As {@link #renew}. */
    public Future<Void> ask(TrustOptions clientCertificates) {
        return renew(tls -> tls.setTrustOptions(clientCertificates));
    }

    /** One change after the other, each on top of what the one before has made. */
    private synchronized Future<Void> renew(Consumer<ServerSSLOptions> change) {
        lastChange = lastChange.transform(before -> Future.all(
                        servers().stream().map(server -> server.renew(change)).toList())
                .mapEmpty());
        return lastChange;
    }

    /**
     * Tells callers to go elsewhere: by GOAWAY on HTTP/2, and by {@code Connection: close} in each answer on HTTP/1, where idle
     * connections end. Requests that come all the same are served. Completes when none is under way, which may be never: a
     * watch lasts for hours.
     *
     * @param grace after which callers' HTTP/2 connections are cut off
     */
    public Future<Void> leave(Duration grace) {
        return Future.all(servers().stream().map(server -> server.leave(grace)).toList())
                .mapEmpty();
    }

    /**
     * Accepts no more connections, says so on those that are open, and lets requests under way go on for the time of grace.
     * Completes when the last connection has ended. Agents' carriers are connections too: drain them first.
     */
    public Future<Void> drain(Duration grace) {
        return Future.all(servers().stream().map(server -> server.drain(grace)).toList())
                .mapEmpty();
    }

    /** Ends every connection now. */
    public Future<Void> close() {
        return Future.join(servers().stream()
                        .map(server -> vertx.undeploy(server.deploymentID()))
                        .toList())
                .mapEmpty();
    }

    private Future<FrontServer> deploy(SocketAddress address) {
        FrontServer server = new FrontServer(address, options, dispatcher, arrivals);
        return vertx.deployVerticle(server, new DeploymentOptions()).map(id -> {
            synchronized (servers) {
                servers.add(server);
            }
            return server;
        });
    }

    private List<FrontServer> servers() {
        synchronized (servers) {
            return List.copyOf(servers);
        }
    }

    private int started(int port) {
        LOGGER.atInfo()
                .addKeyValue("host", options.host())
                .addKeyValue("port", port)
                .addKeyValue("instances", options.instances())
                .log("public port serves");
        return port;
    }
}
