package dev.culvert.gateway.authz;

import dev.culvert.gateway.authn.Caller;
import io.vertx.core.Future;

/** Decides whether a caller may send a request to a cluster. */
public interface Authorizer {
    /**
     * Completes with the grant; fails with a {@link dev.culvert.gateway.status.StatusException} 403 where no rule gives
     * access, whether or not the cluster exists. Never throws.
     *
     * @param cluster as the caller named it; not necessarily a legal name
     */
    Future<Grant> authorize(Caller caller, String cluster, RequestAttributes request);
}
