package dev.culvert.gateway.authn;

import java.util.Objects;

/**
 * An authenticated agent.
 *
 * @param cluster the registered name of the cluster that its token stands for
 * @param token the name, no secret, of that token
 */
public record AgentIdentity(String cluster, String token) {
    public AgentIdentity {
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(token, "token");
    }
}
