package dev.culvert.gateway.authn;

import dev.culvert.gateway.config.ClusterConfig;
import dev.culvert.gateway.status.StatusException;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;

/** The clusters and agents' tokens of the configuration. Immutable; any thread. */
public final class ConfiguredAgents implements AgentAuthenticator {
    private final TokenTable<AgentIdentity> tokens;

    public ConfiguredAgents(List<ClusterConfig> clusters, InstantSource clock) {
        TokenTable.Builder<AgentIdentity> builder = TokenTable.builder();
        clusters.forEach(cluster -> builder.add(cluster.agentTokens(), new AgentIdentity(cluster.name())));
        this.tokens = builder.build(clock);
    }

    @Override
    public Future<AgentIdentity> authenticate(String token) {
        return tokens.find(token)
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(StatusException.unauthorized("the agent's token is not valid")));
    }
}
