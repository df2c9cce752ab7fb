package dev.culvert.gateway;

import dev.culvert.gateway.admin.AdminApi;
import dev.culvert.gateway.admin.LinkDefaults;
import dev.culvert.gateway.authn.AgentTokens;
import dev.culvert.gateway.authn.CallerAuthenticator;
import dev.culvert.gateway.authn.CallerTokens;
import dev.culvert.gateway.authn.InstallTokens;
import dev.culvert.gateway.authz.AccessRules;
import dev.culvert.gateway.config.Address;
import dev.culvert.gateway.config.GatewayConfig;
import dev.culvert.gateway.config.QuotaConfig;
import dev.culvert.gateway.config.TunnelConfig;
import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.directory.TokenUses;
import dev.culvert.gateway.enrolment.InstallPage;
import dev.culvert.gateway.front.Front;
import dev.culvert.gateway.front.FrontOptions;
import dev.culvert.gateway.front.OwnPaths;
import dev.culvert.gateway.impersonation.Identity;
import dev.culvert.gateway.impersonation.Impersonators;
import dev.culvert.gateway.install.ManifestParameters;
import dev.culvert.gateway.limits.Admission;
import dev.culvert.gateway.limits.Quota;
import dev.culvert.gateway.observability.PrivateListener;
import dev.culvert.gateway.registry.LocalClusters;
import dev.culvert.gateway.registry.RegistrySettings;
import dev.culvert.gateway.relay.Relay;
import dev.culvert.gateway.session.AgentSessions;
import dev.culvert.tunnel.carrier.grpc.GrpcAcceptor;
import dev.culvert.tunnel.carrier.websocket.WebSocketAcceptor;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.flow.Budget;
import dev.culvert.tunnel.transport.TlsEngines;
import dev.culvert.tunnel.transport.Transports;
import io.vertx.core.Future;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway in this process, put together from its configuration. Started once. Any thread but an event
 * loop for the constructor, which reads files.
 */
public final class Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** For callers' answers that are complete but not yet sent, when the agents are gone. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /**
     * The part of the grace in which callers are still served anew: long enough for a load balancer to see that this gateway is
     * no longer ready, and short against what exchanges under way then have.
     */
    private static final int CALLERS_PART = 4;

    private final GatewayConfig config;
    private final Vertx vertx = Transports.vertx();
    private final DirectorySources sources;
    private final Reviews reviews;
    private final LocalClusters clusters;
    private final AgentAccess agents;
    private final CallerAccess callers;
    private final CertificateHints hints;
    private final AgentSessions sessions;
    private final Relay relay;
    private final Front front;
    private final CertificateWatch certificateWatch;
    private final PrivateListener privateListener;
    private volatile boolean serving;
    private volatile int publicPort;
    private @Nullable Future<Void> stopped;

    /** Throws {@link dev.culvert.gateway.config.ConfigException} where a file that the configuration names cannot be read. */
    public Gateway(GatewayConfig config) {
        this.config = config;
        InstantSource clock = InstantSource.system();
        try {
            sources = new DirectorySources(config, vertx, clock);
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
        try {
            CurrentDirectory directory = sources.directory();
            TokenUses uses = sources.uses();
            clusters = new LocalClusters(vertx, registrySettings(config));
            AgentTokens agentTokens = new AgentTokens(directory, uses, clock);
            agents = new AgentAccess(agentTokens, config.maybeAgentCertificates(), clock);
            sessions = new AgentSessions(
                    vertx,
                    agents.authenticator(),
                    agentTokens::isCurrent,
                    List.of(new GrpcAcceptor(), new WebSocketAcceptor()),
                    endpointSettings(config.tunnel(), agents.capabilities()),
                    clusters,
                    config.tunnel().maxCarriersPerSession() * config.tunnel().maxSessionsPerCluster());
            CallerTokens callerTokens = new CallerTokens(directory, uses, clock, config.allowSystemIdentities());
            callers = new CallerAccess(vertx, callerTokens, config.authentication(), clock);
            hints = new CertificateHints(Stream.concat(agents.authorities().stream(), callers.authorities().stream())
                    .toList());
            CallerAuthenticator authenticator = callers.authenticator();
            AccessRules rules = new AccessRules(directory);
            relay = new Relay(
                    authenticator,
                    callers::isCurrent,
                    rules,
                    new Identity(config.allowSystemIdentities(), new Impersonators(clusters)),
                    new Admission(
                            quota(config.limits().perCaller()),
                            quota(config.limits().perCluster())),
                    clusters,
                    config.limits().bodyTimeout());
            reviews = new Reviews(directory, clock, sessions, relay);
            AdminApi admin = new AdminApi(
                    authenticator,
                    rules,
                    directory,
                    uses,
                    clusters,
                    sources.store().orElse(null),
                    config.admin(),
                    new LinkDefaults(
                            config.install().gateways(),
                            config.install().maybeImage().orElse(ManifestParameters.defaultImage(Version.number()))),
                    new ConfigChecks(config),
                    Version.software());
            OwnPaths own = admin.or(agents.page(vertx))
                    .or(sources.store()
                            .<OwnPaths>map(store -> new InstallPage(
                                    vertx,
                                    new InstallTokens(directory, clock),
                                    store,
                                    config.install().maybeCaFile()))
                            .orElseGet(OwnPaths::none));
            PemKeyCertOptions certificate =
                    TlsCertificate.read(config.publicListener().tls());
            front = new Front(vertx, frontOptions(config, certificate, hints.now()), relay, sessions::handle, own);
            certificateWatch = new CertificateWatch(
                    vertx, config.publicListener().tls(), certificate, config.reload(), front::renew);
            privateListener = new PrivateListener(vertx, () -> serving);
        } catch (RuntimeException e) {
            sources.close().onComplete(closed -> vertx.close());
            throw e;
        }
    }

    /** Completes when callers and agents are served; fails with a {@link StartException} that says what is in the way. */
    public Future<Void> start() {
        Address open = config.publicListener().address();
        Address closed = config.privateAddress();
        return privateListener
                .start(closed.host(), closed.port())
                .recover(cause -> StartException.cannotListen(closed, cause))
                .compose(started -> front.start())
                .recover(cause -> StartException.cannotListen(open, cause))
                .onSuccess(this::started)
                .mapEmpty();
    }

    /**
     * Ends within the configured grace, and a little. First callers are told to go elsewhere, and all that they still ask is
     * served; when nothing is under way, or a part of the grace is over, agents are told, too: carriers take nothing new from
     * then on, and exchanges under way have what is left of the grace. Completes when the last thread has been told to end.
     * Also after a failed start. Idempotent.
     */
    public synchronized Future<Void> stop() {
        if (stopped == null) {
            stopped = drain();
        }
        return stopped;
    }

    private Future<Void> drain() {
        if (serving) {
            serving = false;
            LOG.atInfo().addKeyValue("grace", config.shutdownGrace()).log("gateway stops");
        }
        long start = System.nanoTime();
        return callersLeave()
                .transform(left -> drainAgents(sinceNanos(start)))
                .transform(drained -> front.drain(LAST_WORDS))
                .transform(drained -> front.close())
                .transform(closed -> sources.close())
                .transform(closed -> vertx.close());
    }

    private Future<?> callersLeave() {
        Duration grace = config.shutdownGrace();
        Timer notLonger = vertx.timer(Math.max(1, grace.dividedBy(CALLERS_PART).toMillis()), TimeUnit.MILLISECONDS);
        return Future.any(front.leave(grace.plus(LAST_WORDS)), notLonger).onComplete(over -> notLonger.cancel());
    }

    private Future<Void> drainAgents(Duration passed) {
        clusters.close();
        Duration left = config.shutdownGrace().minus(passed);
        return sessions.drain(left.isNegative() ? Duration.ZERO : left);
    }

    private static Duration sinceNanos(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** The port for callers and agents, once started. */
    public int publicPort() {
        return publicPort;
    }

    /** The port for health, once started. */
    public int privatePort() {
        return privateListener.port();
    }

    private void started(int port) {
        publicPort = port;
        clusters.open();
        callers.prepare();
        sources.follow();
        reviews.start(vertx);
        certificateWatch.start();
        agents.watch(vertx, config.reload(), this::askAnew);
        callers.watch(vertx, config.reload(), () -> {
            askAnew();
            reviews.all();
        });
        serving = true;
        LOG.atInfo()
                .addKeyValue(
                        "public", new Address(config.publicListener().address().host(), port))
                .addKeyValue("private", new Address(config.privateAddress().host(), privateListener.port()))
                .addKeyValue("clusters", config.clusters().size())
                .addKeyValue("callers", config.callers().size())
                .addKeyValue("tls", TlsEngines.describe())
                .addKeyValue("transport", Transports.describe(vertx))
                .log("gateway serves");
    }

    /** Clients choose a certificate by the names of the authorities: they must hear of new ones. */
    private void askAnew() {
        hints.now().ifPresent(asked -> front.ask(asked).onFailure(failure -> LOG.atWarn()
                .addKeyValue("error", failure.getMessage())
                .log("clients are still asked for certificates of the authorities before")));
    }

    private static RegistrySettings registrySettings(GatewayConfig config) {
        return new RegistrySettings(
                config.parking().patience(),
                config.parking().window(),
                config.parking().maxRequestsPerCluster(),
                config.parking().maxRequests(),
                config.tunnel().maxCarriersPerSession(),
                config.tunnel().maxSessionsPerCluster());
    }

    private static EndpointSettings endpointSettings(TunnelConfig tunnel, Set<String> capabilities) {
        int noStreamsOfAgents = 0;
        return new EndpointSettings(
                Version.software(),
                "",
                "",
                capabilities,
                tunnel.keepalive(),
                tunnel.handshakeTimeout(),
                tunnel.maxFrame().asInt(),
                tunnel.streamWindow().asInt(),
                noStreamsOfAgents,
                tunnel.maxHead().asInt(),
                Budget.ofHeap());
    }

    private static Quota quota(QuotaConfig config) {
        return new Quota(config.requests(), config.streams(), config.upgrades(), config.perSecond());
    }

    private static FrontOptions frontOptions(
            GatewayConfig config, KeyCertOptions certificate, Optional<TrustOptions> asked) {
        return new FrontOptions(
                config.publicListener().address().host(),
                config.publicListener().address().port(),
                config.publicListener().maybeDomain().orElse(""),
                Set.copyOf(config.publicListener().hosts()),
                Set.copyOf(config.publicListener().corsOrigins()),
                certificate,
                TlsEngines.preferred(),
                config.limits().maxHead().asInt(),
                config.limits().maxStreamsPerConnection(),
                config.limits().maxConnectionsPerAddress(),
                config.limits().headTimeout(),
                config.limits().idleTimeout(),
                Runtime.getRuntime().availableProcessors(),
                asked.orElse(null));
    }
}
