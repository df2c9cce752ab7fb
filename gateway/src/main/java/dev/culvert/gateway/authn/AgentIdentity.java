package dev.culvert.gateway.authn;

import java.util.Objects;

/**
 * An authenticated agent.
 *
 * @param cluster the registered name of the cluster that its token stands for
 */
public record AgentIdentity(String cluster) {
    public AgentIdentity {
        Objects.requireNonNull(cluster, "cluster");
    }
}
