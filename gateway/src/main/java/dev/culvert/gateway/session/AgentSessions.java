package dev.culvert.gateway.session;

import dev.culvert.gateway.authn.AgentAuthenticator;
import dev.culvert.gateway.authn.AgentIdentity;
import dev.culvert.gateway.registry.LocalClusters;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusReason;
import dev.culvert.tunnel.carrier.Acceptor;
import dev.culvert.tunnel.carrier.Carrier;
import dev.culvert.tunnel.carrier.Refusal;
import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Peer;
import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tunnel endpoint: takes agents' carriers and keeps them registered while they live.
 *
 * <p><b>Threading.</b> {@link #handle} on the request's context, to which the carrier then belongs; the rest on any thread.
 */
public final class AgentSessions {
    private static final Logger LOG = LoggerFactory.getLogger(AgentSessions.class);

    private final Vertx vertx;
    private final AgentAuthenticator authenticator;
    private final Predicate<AgentIdentity> current;
    private final List<Acceptor> acceptors;
    private final EndpointSettings settings;
    private final LocalClusters registry;
    private final CarrierPlaces places;
    /** What the streams of each cluster may hold: half of what all may, so that none can starve the others. */
    private final Map<String, EndpointSettings> ofClusters = new ConcurrentHashMap<>();

    private final Map<Endpoint, AgentIdentity> endpoints = new ConcurrentHashMap<>();
    private volatile boolean draining;

    /**
     * @param current whether an agent that was let in would still be
     * @param maxCarriersPerCluster connections of one cluster, those in their handshake included
     */
    public AgentSessions(
            Vertx vertx,
            AgentAuthenticator authenticator,
            Predicate<AgentIdentity> current,
            List<Acceptor> acceptors,
            EndpointSettings settings,
            LocalClusters registry,
            int maxCarriersPerCluster) {
        this.vertx = vertx;
        this.authenticator = authenticator;
        this.current = current;
        this.acceptors = List.copyOf(acceptors);
        this.settings = settings;
        this.registry = registry;
        this.places = new CarrierPlaces(maxCarriersPerCluster);
    }

    /**
     * Takes an agent's request to the tunnel's path, and answers it.
     *
     * @throws StatusException where the request is none of an agent's; it was left as it was
     */
    public void handle(HttpServerRequest request) {
        Acceptor acceptor = acceptors.stream()
                .filter(a -> a.matches(request))
                .findFirst()
                .orElseThrow(() -> StatusException.badRequest("the tunnel speaks gRPC and WebSocket only"));
        request.pause();
        if (draining) {
            acceptor.refuse(request, Refusal.UNAVAILABLE, "the gateway shuts down");
        } else {
            authenticate(request, acceptor);
        }
    }

    /**
     * Takes no more carriers, and drains those that are there. Completes when all are closed: after {@code grace} at the
     * latest, and a little.
     */
    public Future<Void> drain(Duration grace) {
        draining = true;
        List<Future<Void>> all = endpoints.keySet().stream()
                .map(endpoint -> endpoint.drain(grace, "the gateway shuts down"))
                .toList();
        return Future.join(all).mapEmpty();
    }

    /** Ends the carriers of agents that would no longer be let in, and all that runs on them. */
    public void review() {
        endpoints.forEach((endpoint, agent) -> {
            if (!current.test(agent)) {
                LOG.atInfo()
                        .addKeyValue("cluster", agent.cluster())
                        .log("agent's carrier ends: it is no longer let in");
                endpoint.close(
                        CloseCode.UNAUTHORIZED,
                        "the agent's token was revoked or has expired, or its cluster is disabled");
            }
        });
    }

    private void authenticate(HttpServerRequest request, Acceptor acceptor) {
        Context context = vertx.getOrCreateContext();
        authenticator
                .authenticate(AgentRequest.credential(request))
                .onComplete(result -> context.runOnContext(ignored -> {
                    if (result.succeeded()) {
                        admit(request, acceptor, result.result());
                    } else {
                        refuse(request, acceptor, result.cause());
                    }
                }));
    }

    private void refuse(HttpServerRequest request, Acceptor acceptor, Throwable cause) {
        if (cause instanceof StatusException status && status.reason() == StatusReason.UNAUTHORIZED) {
            LOG.atInfo()
                    .addKeyValue("carrier", acceptor.kind())
                    .addKeyValue("remote", request.remoteAddress())
                    .log("agent refused: its token is not valid");
            acceptor.refuse(request, Refusal.UNAUTHENTICATED, status.text());
        } else {
            LOG.atError()
                    .setCause(cause)
                    .addKeyValue("carrier", acceptor.kind())
                    .addKeyValue("remote", request.remoteAddress())
                    .log("agent refused: it could not be authenticated");
            acceptor.refuse(request, Refusal.UNAVAILABLE, "the gateway cannot authenticate agents now");
        }
    }

    private void admit(HttpServerRequest request, Acceptor acceptor, AgentIdentity agent) {
        String cluster = agent.cluster();
        if (draining) {
            acceptor.refuse(request, Refusal.UNAVAILABLE, "the gateway shuts down");
        } else if (!places.take(cluster)) {
            LOG.atWarn()
                    .addKeyValue("cluster", cluster)
                    .addKeyValue("remote", request.remoteAddress())
                    .log("agent refused: its cluster has all the connections it may have");
            acceptor.refuse(request, Refusal.OVERLOADED, "the cluster has all the connections it may have");
        } else {
            acceptor.accept(request).onSuccess(carrier -> greet(carrier, agent)).onFailure(cause -> {
                places.release(cluster);
                logNotTaken(cluster, cause);
            });
        }
    }

    /** On the carrier's context. */
    private void greet(Carrier carrier, AgentIdentity agent) {
        String cluster = agent.cluster();
        EndpointSettings mine = ofClusters.computeIfAbsent(cluster, name -> settings.withHalfTheBudget());
        Endpoint endpoint = Endpoint.acceptor(carrier, cluster, mine, AgentSessions::refuseExchange);
        endpoints.put(endpoint, agent);
        endpoint.closed().onComplete(end -> {
            endpoints.remove(endpoint);
            places.release(cluster);
        });
        endpoint.ready()
                .onSuccess(peer -> register(endpoint, agent, peer))
                .onFailure(cause -> logNotTaken(cluster, cause));
        if (draining) {
            endpoint.drain(Duration.ZERO, "the gateway shuts down");
        } else if (!current.test(agent)) {
            // It was let in a moment before that changed, and nobody has found it among the endpoints.
            endpoint.close(CloseCode.UNAUTHORIZED, "the agent's token was revoked");
        }
    }

    private void register(Endpoint endpoint, AgentIdentity agent, Peer peer) {
        String cluster = agent.cluster();
        if (!registry.add(cluster, peer.session(), agent.certifiedUntil(), endpoint)) {
            LOG.atWarn()
                    .addKeyValue("cluster", cluster)
                    .addKeyValue("sessionId", peer.session())
                    .log("agent refused: its session or cluster has all the carriers it may have");
            endpoint.close(CloseCode.OVERLOADED, "the session or the cluster has all the carriers it may have");
            return;
        }
        LOG.atInfo()
                .addKeyValue("cluster", cluster)
                .addKeyValue("sessionId", peer.session())
                .addKeyValue("carrier", endpoint.carrier().kind())
                .addKeyValue("remote", endpoint.carrier().remote())
                .addKeyValue("software", peer.software())
                .addKeyValue("credential", agent.maybeCertifiedUntil().isPresent() ? "certificate" : "token")
                .log("agent connected");
        endpoint.closed().onSuccess(end -> LOG.atInfo()
                .addKeyValue("cluster", cluster)
                .addKeyValue("sessionId", peer.session())
                .addKeyValue("carrier", endpoint.carrier().kind())
                .addKeyValue("error", end.getMessage())
                .log("agent disconnected"));
    }

    private static void logNotTaken(String cluster, Throwable cause) {
        LOG.atWarn()
                .addKeyValue("cluster", cluster)
                .addKeyValue("error", cause.getMessage())
                .log("agent's carrier was not taken");
    }

    /** The gateway's limits let an agent open none; one that does all the same is told so. */
    private static void refuseExchange(Exchange exchange) {
        exchange.reset(ResetCode.UNSUPPORTED, "a gateway answers no exchanges of agents");
    }
}
