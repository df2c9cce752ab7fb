package dev.culvert.agent;

import dev.culvert.agent.certificate.CurrentCertificate;
import dev.culvert.agent.certificate.Enrolment;
import dev.culvert.agent.config.AgentConfig;
import dev.culvert.agent.config.HostPort;
import dev.culvert.agent.config.ProxySettings;
import dev.culvert.agent.credentials.AccessSource;
import dev.culvert.agent.credentials.Credentials;
import dev.culvert.agent.credentials.InCluster;
import dev.culvert.agent.credentials.Kubeconfig;
import dev.culvert.agent.dial.AuthorityFile;
import dev.culvert.agent.dial.CarrierChoice;
import dev.culvert.agent.dial.TokenFile;
import dev.culvert.agent.observability.HealthListener;
import dev.culvert.agent.replay.Replay;
import dev.culvert.agent.rights.RightsCheck;
import dev.culvert.agent.session.AgentSession;
import dev.culvert.agent.session.SessionTiming;
import dev.culvert.tunnel.carrier.DialTarget;
import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.carrier.grpc.GrpcDialer;
import dev.culvert.tunnel.carrier.websocket.WebSocketDialer;
import dev.culvert.tunnel.exchange.EndpointSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rooms of the agent, put together. Any thread. */
public final class Agent {
    private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration RIGHTS_RETRY = Duration.ofSeconds(30);

    private final List<Runnable> files;
    private final Replay replay;
    private final RightsCheck rights;
    private final AgentSession session;
    private final List<Dialer> dialers;
    private final @Nullable HealthListener health;

    /**
     * @param files what ends the reading of each
     */
    private Agent(
            List<Runnable> files,
            Replay replay,
            RightsCheck rights,
            AgentSession session,
            List<Dialer> dialers,
            @Nullable HealthListener health) {
        this.files = files;
        this.replay = replay;
        this.rights = rights;
        this.session = session;
        this.dialers = dialers;
        this.health = health;
    }

    /**
     * Starts everything; completes before the first carrier is up. Fails, with a message for people, where a file, a credential
     * or the health address is unusable.
     *
     * @param environment null for a variable that is not set
     */
    public static Future<Agent> start(Vertx vertx, AgentConfig config, Function<String, @Nullable String> environment) {
        Future<Credentials> credentials = Credentials.load(vertx, accessSource(config, environment), config.reload());
        Future<TokenFile> token = TokenFile.load(vertx, config.tokenFile(), config.reload());
        Future<@Nullable AuthorityFile> authorities = authorities(vertx, config, config.reload());
        return Future.all(credentials, token, authorities)
                .compose(loaded -> contexts(vertx, config.carriers()))
                .compose(contexts ->
                        assemble(vertx, config, contexts, credentials.result(), token.result(), authorities.result()));
    }

    private static Future<Agent> assemble(
            Vertx vertx,
            AgentConfig config,
            List<Context> contexts,
            Credentials credentials,
            TokenFile token,
            @Nullable AuthorityFile authorities) {
        CurrentCertificate certificate = new CurrentCertificate();
        DialTarget target = target(config, token, authorities, certificate.options());
        List<Dialer> dialers = dialers(vertx, config, target);
        EndpointSettings settings = EndpointSettings.defaults("cluster-proxy/" + version());
        Replay replay = new Replay(vertx, credentials::current, settings.budget());
        RightsCheck rights = new RightsCheck(vertx, credentials::current, config.rightsCheck(), RIGHTS_RETRY);
        List<Runnable> files = new ArrayList<>(List.of(credentials::close, token::close));
        if (authorities != null) {
            files.add(authorities::close);
        }
        Promise<AgentSession> made = Promise.promise();
        return Enrolment.start(vertx, target, certificate, config.certificateDirectory(), () -> made.future()
                        .onSuccess(AgentSession::renew))
                .compose(enrolment -> {
                    files.add(enrolment::close);
                    AgentSession session = new AgentSession(
                            vertx,
                            contexts,
                            new CarrierChoice(dialers),
                            settings,
                            SessionTiming.defaults(),
                            enrolment::connected,
                            replay);
                    made.complete(session);
                    return listen(vertx, config.health(), session, rights)
                            .map(health -> new Agent(files, replay, rights, session, dialers, health))
                            .onSuccess(started -> {
                                session.start();
                                rights.start();
                            });
                });
    }

    /** Without a certificate. */
    static DialTarget target(AgentConfig config, TokenFile token, @Nullable AuthorityFile authorities) {
        return target(config, token, authorities, null);
    }

    private static DialTarget target(
            AgentConfig config,
            TokenFile token,
            @Nullable AuthorityFile authorities,
            @Nullable KeyCertOptions certificate) {
        return new DialTarget(
                config.gateway().host(),
                config.gateway().port(),
                token,
                authorities == null ? null : authorities.trust(),
                certificate,
                config.proxy() == null ? null : proxyOptions(config.proxy()),
                DIAL_TIMEOUT);
    }

    /** Of each kind of carrier that may be used, the best first. */
    static List<Dialer> dialers(Vertx vertx, AgentConfig config, DialTarget target) {
        return switch (config.carrier()) {
            case AUTO -> List.of(new GrpcDialer(vertx, target), new WebSocketDialer(vertx, target));
            case GRPC -> List.of(new GrpcDialer(vertx, target));
            case WEBSOCKET -> List.of(new WebSocketDialer(vertx, target));
        };
    }

    private static Future<@Nullable HealthListener> listen(
            Vertx vertx, @Nullable HostPort address, AgentSession session, RightsCheck rights) {
        if (address == null) {
            return Future.succeededFuture(null);
        }
        return HealthListener.start(vertx, address.host(), address.port(), session::readyCarriers, rights::summary)
                .map(listening -> listening);
    }

    static AccessSource accessSource(AgentConfig config, Function<String, @Nullable String> environment) {
        return config.kubeconfig() == null
                ? new InCluster(environment)
                : new Kubeconfig(config.kubeconfig(), config.context());
    }

    /** What verifies the gateway; null: the system's authorities. */
    static Future<@Nullable AuthorityFile> authorities(Vertx vertx, AgentConfig config, Duration period) {
        if (config.gatewayCa() == null) {
            return Future.succeededFuture(null);
        }
        return AuthorityFile.load(vertx, config.gatewayCa(), period).map(loaded -> loaded);
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

    // Each carrier gets an event loop of its own, as far as there are enough: one that is busy does not hold up the
    // other.
    private static Future<List<Context>> contexts(Vertx vertx, int carriers) {
        List<Future<Context>> contexts = new ArrayList<>();
        for (int i = 0; i < carriers; i++) {
            contexts.add(EventLoop.next(vertx));
        }
        return Future.all(contexts).map(all -> all.list());
    }

    static String version() {
        String version = Agent.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** Carriers that are up. */
    public int readyCarriers() {
        return session.readyCarriers();
    }

    /** The port that health is served on; -1 where it is not. */
    public int healthPort() {
        return health == null ? -1 : health.port();
    }

    /** Lets exchanges in flight finish within the grace, then closes everything. */
    public Future<Void> stop(Duration grace) {
        return session.drain(grace).eventually(() -> {
            files.forEach(Runnable::run);
            List<Future<Void>> closed = new ArrayList<>();
            dialers.forEach(dialer -> closed.add(dialer.close()));
            closed.add(replay.close());
            closed.add(rights.close());
            if (health != null) {
                closed.add(health.close());
            }
            return Future.join(closed);
        });
    }
}
