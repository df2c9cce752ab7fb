package dev.culvert.agent;

import dev.culvert.agent.config.AgentConfig;
import dev.culvert.agent.config.HostPort;
import dev.culvert.agent.credentials.AccessSource;
import dev.culvert.agent.credentials.Credentials;
import dev.culvert.agent.credentials.InCluster;
import dev.culvert.agent.credentials.Kubeconfig;
import dev.culvert.agent.dial.AuthorityFile;
import dev.culvert.agent.dial.TokenFile;
import dev.culvert.agent.link.GatewayLinks;
import dev.culvert.agent.link.LinkSettings;
import dev.culvert.agent.observability.HealthListener;
import dev.culvert.agent.replay.Replay;
import dev.culvert.agent.rights.RightsCheck;
import dev.culvert.tunnel.exchange.EndpointSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rooms of the agent, put together. Any thread. */
public final class Agent {
    private static final Duration RIGHTS_RETRY = Duration.ofSeconds(30);

    private final List<Runnable> files;
    private final Replay replay;
    private final RightsCheck rights;
    private final GatewayLinks links;
    private final @Nullable HealthListener health;

    /**
     * @param files what ends the reading of each
     */
    private Agent(
            List<Runnable> files,
            Replay replay,
            RightsCheck rights,
            GatewayLinks links,
            @Nullable HealthListener health) {
        this.files = files;
        this.replay = replay;
        this.rights = rights;
        this.links = links;
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
                .compose(loaded -> assemble(vertx, config, credentials.result(), token.result(), authorities.result()));
    }

    private static Future<Agent> assemble(
            Vertx vertx,
            AgentConfig config,
            Credentials credentials,
            TokenFile token,
            @Nullable AuthorityFile authorities) {
        EndpointSettings settings = EndpointSettings.defaults(Version.software());
        Replay replay = new Replay(vertx, credentials::current, settings.budget());
        RightsCheck rights = new RightsCheck(vertx, credentials::current, config.rightsCheck(), RIGHTS_RETRY);
        List<Runnable> files = new ArrayList<>(List.of(credentials::close, token::close));
        if (authorities != null) {
            files.add(authorities::close);
        }
        return GatewayLinks.make(vertx, config.gateways(), linkSettings(config, token, authorities), settings, replay)
                .compose(links -> listen(vertx, config.health(), links, rights)
                        .map(health -> new Agent(files, replay, rights, links, health))
                        .onSuccess(started -> {
                            links.start();
                            rights.start();
                        }));
    }

    static LinkSettings linkSettings(AgentConfig config, TokenFile token, @Nullable AuthorityFile authorities) {
        return new LinkSettings(config.carrier(), config.carriers(), token, authorities, config.certificateDirectory());
    }

    private static Future<@Nullable HealthListener> listen(
            Vertx vertx, @Nullable HostPort address, GatewayLinks links, RightsCheck rights) {
        if (address == null) {
            return Future.succeededFuture(null);
        }
        return HealthListener.start(vertx, address.host(), address.port(), links::readyCarriers, rights::summary)
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

    /** The port that health is served on; -1 where it is not. */
    public int healthPort() {
        return health == null ? -1 : health.port();
    }

    /** Lets exchanges in flight finish within the grace, then closes everything. */
    public Future<Void> stop(Duration grace) {
        return links.drain(grace).eventually(() -> {
            files.forEach(Runnable::run);
            List<Future<Void>> closed = new ArrayList<>();
            closed.add(links.close());
            closed.add(replay.close());
            closed.add(rights.close());
            if (health != null) {
                closed.add(health.close());
            }
            return Future.join(closed);
        });
    }
}
