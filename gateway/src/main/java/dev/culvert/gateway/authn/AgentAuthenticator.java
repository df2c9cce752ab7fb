package dev.culvert.gateway.authn;

import io.vertx.core.Future;

/** Finds the cluster for which an agent's token was made. */
public interface AgentAuthenticator {
    /**
     * Completes with the agent's identity; fails with a {@link dev.culvert.gateway.status.StatusException} 401 where the
     * token is unknown or expired. Never throws.
     *
     * @param token without its scheme; empty where the agent sent none
     */
    Future<AgentIdentity> authenticate(String token);
}
