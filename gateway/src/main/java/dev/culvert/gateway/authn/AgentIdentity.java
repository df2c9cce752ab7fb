package dev.culvert.gateway.authn;

import java.util.Objects;

/**
 * An authenticated agent.
 *
 * @param cluster the registered name of the cluster that its token stands for
 * @param token the name, no secret, of that token
 * @param certified whether it showed a certificate that stands for the token
 */
public record AgentIdentity(String cluster, String token, boolean certified) {
    /** Of an agent that showed the token itself. */
    public AgentIdentity(String cluster, String token) {
        this(cluster, token, false);
    }

    public AgentIdentity {
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(token, "token");
    }
}
