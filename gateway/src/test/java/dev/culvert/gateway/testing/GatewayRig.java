package dev.culvert.gateway.testing;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.authn.CallerAuthenticator;
import dev.culvert.gateway.authn.Credential;
import dev.culvert.gateway.authz.Grant;
import dev.culvert.gateway.authz.Mode;
import dev.culvert.gateway.front.Front;
import dev.culvert.gateway.front.FrontOptions;
import dev.culvert.gateway.front.OwnPaths;
import dev.culvert.gateway.impersonation.Identity;
import dev.culvert.gateway.impersonation.Impersonators;
import dev.culvert.gateway.limits.Admission;
import dev.culvert.gateway.limits.Quota;
import dev.culvert.gateway.registry.Clusters;
import dev.culvert.gateway.relay.Relay;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.tunnel.carrier.memory.MemoryCarriers;
import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.transport.TlsEngines;
import dev.culvert.tunnel.transport.Transports;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The public port over real TLS, and behind it, through the real multiplexer on carriers in memory, a scripted cluster {@code c1}.
 * Token {@code good} is alice, who may reach {@code c1} as the agent, {@code imp} (the same cluster) as herself, and
 * {@code away}, which has no agent, and {@code parked}, whose agent never comes back.
 */
public final class GatewayRig implements AutoCloseable {
    public static final String AUTH = "Authorization: Bearer good\r\n";

    /** That a body may pause: longer than any test's own pauses. */
    public static final Duration BODY_TIMEOUT = Duration.ofSeconds(2);

    private static final Admission GENEROUS =
            new Admission(new Quota(10_000, 10_000, 10_000, 0), new Quota(10_000, 10_000, 10_000, 0));

    private final TestCertificate certificate = TestCertificate.create();
    private final Vertx vertx = Transports.vertx();
    private final ScriptedCluster cluster = new ScriptedCluster();
    private final Queue<HttpServerRequest> tunnelRequests = new ConcurrentLinkedQueue<>();
    private final Queue<Endpoint> refused = new ConcurrentLinkedQueue<>();
    private final Queue<Future<Void>> waiting = new ConcurrentLinkedQueue<>();
    private final Relay relay;
    private final Front front;
    private final int port;
    private final Context agentContext = vertx.getOrCreateContext();
    private MemoryCarriers carriers;
    private volatile @Nullable Endpoint endpoint;
    private volatile @Nullable Endpoint ended;
    private volatile boolean revoked;
    private volatile Predicate<Caller> current = caller -> true;
    private volatile CallerAuthenticator others =
            credential -> Future.failedFuture(StatusException.unauthorized("the credential is not valid"));
    private volatile Handler<HttpServerRequest> tunnel =
            request -> request.response().end("tunnel");

    private GatewayRig(UnaryOperator<FrontOptions> options, Admission admission) {
        carriers = connectAgent();
        relay = new Relay(
                this::authenticate,
                caller -> current.test(caller),
                (caller, name, request) -> authorize(name),
                new Identity(false, new Impersonators(clusters())),
                admission,
                clusters(),
                BODY_TIMEOUT);
        FrontOptions defaults =
                FrontOptions.defaults("localhost", 0, "gw.test", certificate.keyCert(), TlsEngines.preferred());
        front = new Front(vertx, options.apply(defaults), relay, this::onTunnel, OwnPaths.none());
        port = await(front.start());
    }

    /** With the defaults. */
    public static GatewayRig start() {
        return new GatewayRig(options -> options, GENEROUS);
    }

    /** With other options. */
    public static GatewayRig start(UnaryOperator<FrontOptions> options) {
        return new GatewayRig(options, GENEROUS);
    }

    /** With other limits. */
    public static GatewayRig start(Admission admission) {
        return new GatewayRig(options -> options, admission);
    }

    public ScriptedCluster cluster() {
        return cluster;
    }

    public Vertx vertx() {
        return vertx;
    }

    public Front front() {
        return front;
    }

    public int port() {
        return port;
    }

    public TestCertificate certificate() {
        return certificate;
    }

    /** Requests that were handed to the tunnel endpoint. */
    public Queue<HttpServerRequest> tunnelRequests() {
        return tunnelRequests;
    }

    /** The carriers' ends for which another was asked. */
    public Queue<Endpoint> refused() {
        return refused;
    }

    /** One for each request that waits for {@code parked}: completes when its caller leaves. */
    public Queue<Future<Void>> waiting() {
        return waiting;
    }

    /** The gateway's end of the agent's carrier. */
    public Endpoint endpoint() {
        return Objects.requireNonNull(endpoint);
    }

    /** From now on requests to the tunnel endpoint are answered so. */
    public void answerTunnel(Handler<HttpServerRequest> handler) {
        tunnel = handler;
    }

    /** A new HTTP/1.1 connection. */
    public RawClient client() {
        return RawClient.connect(certificate.sslContext(), port);
    }

    /** Sends a request on a new connection, and reads its response. */
    public RawResponse exchange(String request) {
        try (RawClient client = client()) {
            return client.send(request).readResponse();
        }
    }

    /** The same for a GET of alice's. */
    public RawResponse get(String target, String... headerLines) {
        return exchange("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + AUTH + lines(headerLines) + "\r\n");
    }

    public static String lines(String... headerLines) {
        StringBuilder all = new StringBuilder();
        for (String line : headerLines) {
            all.append(line).append("\r\n");
        }
        return all.toString();
    }

    /** From now on this one is asked about whatever is not a good token. */
    public void knows(CallerAuthenticator source) {
        others = source;
    }

    /** Has everything that runs looked at again; these may run on, and those that come. */
    public void review(Predicate<Caller> stillCurrent) {
        current = stillCurrent;
        relay.review();
    }

    /** From now on no token is good any more. */
    public void revoke() {
        revoked = true;
    }

    /** Breaks the agent's only carrier, and connects the agent anew. */
    public void loseCarrier() {
        MemoryCarriers lost = carriers;
        carriers = connectAgent();
        lost.lose();
    }

    /** The next request is sent to a carrier that ended after it was chosen. */
    public void choosesEndedCarrierOnce() {
        Endpoint sound = endpoint;
        connectAgent();
        Endpoint chosen = Objects.requireNonNull(endpoint);
        endpoint = sound;
        await(chosen.close(CloseCode.DRAIN, "test"));
        ended = chosen;
    }

    @Override
    public void close() {
        await(front.close());
        await(vertx.close());
    }

    /** Waits outside of event loops. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private MemoryCarriers connectAgent() {
        MemoryCarriers pair = MemoryCarriers.pair(agentContext, vertx.getOrCreateContext());
        EndpointSettings settings = EndpointSettings.defaults("test");
        Endpoint agent = Endpoint.dialer(
                pair.first(), settings.withIdentity("00112233445566778899aabbccddeeff", "c1"), cluster::accept);
        Endpoint gateway = Endpoint.acceptor(pair.second(), "c1", settings, refused -> {});
        await(Future.all(agent.ready(), gateway.ready()));
        endpoint = gateway;
        return pair;
    }

    private Future<Caller> authenticate(Credential credential) {
        return credential
                        .token()
                        .filter(token -> !revoked)
                        .filter(token -> token.equals("good") || token.equals("go-_od~~??"))
                        .isPresent()
                ? Future.succeededFuture(Caller.named("alice"))
                : others.authenticate(credential);
    }

    private static Future<Grant> authorize(String name) {
        return switch (name) {
            case "c1", "away", "parked" -> Future.succeededFuture(new Grant(Mode.AGENT));
            case "imp" -> Future.succeededFuture(new Grant(Mode.IMPERSONATE));
            default -> Future.failedFuture(StatusException.forbidden("no access to this cluster"));
        };
    }

    private Clusters clusters() {
        return new Clusters() {
            @Override
            public Future<Endpoint> endpoint(String name, Future<Void> gone) {
                if (name.equals("parked")) {
                    waiting.add(gone);
                    return Promise.<Endpoint>promise().future();
                }
                return GatewayRig.this.endpoint(name);
            }

            @Override
            public Future<Endpoint> another(String name, Endpoint refusing, Future<Void> gone) {
                refused.add(refusing);
                return GatewayRig.this.endpoint(name);
            }
        };
    }

    private Future<Endpoint> endpoint(String name) {
        Endpoint once = ended;
        if (once != null) {
            ended = null;
            return Future.succeededFuture(once);
        }
        return name.equals("away")
                ? Future.failedFuture(StatusException.serviceUnavailable("the cluster's agent is not connected", 1))
                : Future.succeededFuture(Objects.requireNonNull(endpoint));
    }

    private void onTunnel(HttpServerRequest request) {
        tunnelRequests.add(request);
        tunnel.handle(request);
    }
}
