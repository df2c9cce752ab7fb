package dev.culvert.gateway.authn;

import io.vertx.core.Future;

/** Finds the caller to whom a credential belongs. */
public interface CallerAuthenticator {
    /**
     * Completes with the caller; fails with a {@link dev.culvert.gateway.status.StatusException} 401 where the credential is
     * missing, unknown or expired, with one text for all of them but the missing one. Never throws.
     */
    Future<Caller> authenticate(Credential credential);
}
