package dev.culvert.gateway.authn;

import io.vertx.core.Future;

/** Finds the cluster for which an agent's credential was made. */
public interface AgentAuthenticator {
    /**
     * Completes with the agent's identity; fails with a {@link dev.culvert.gateway.status.StatusException} 401 where what was
     * shown is unknown or expired. Never throws.
     */
    Future<AgentIdentity> authenticate(AgentCredential credential);
}
