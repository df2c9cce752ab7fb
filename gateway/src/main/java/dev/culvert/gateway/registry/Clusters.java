package dev.culvert.gateway.registry;

import dev.culvert.tunnel.exchange.Endpoint;
import io.vertx.core.Future;

/** The way to a cluster. */
public interface Clusters {
    /**
     * Completes with a carrier's endpoint on which an exchange can be opened now: the least loaded one, and among equals
     * one on the caller's own event loop. Where the cluster's agent was lost a moment ago, waits for its return, for a
     * bounded time. Fails with a {@link dev.culvert.gateway.status.StatusException}: 503 where no agent is or comes back, 429 where
     * too many requests wait already.
     *
     * <p>Completes on the context from which it was called. The exchange may still be refused, since an endpoint may fill or
     * end at any time: {@code StreamResetException} with {@code mayHaveExecuted()} false; asking again is safe then.
     *
     * @param cluster authorized before: this is the place where it shows whether a cluster exists
     * @param gone completes where nobody waits any more; the place among those that wait is free then. May never complete
     */
    Future<Endpoint> endpoint(String cluster, Future<Void> gone);

    /** The same after a refusal: another endpoint than the one that refused, where another can take an exchange now. */
    default Future<Endpoint> another(String cluster, Endpoint refused, Future<Void> gone) {
        return endpoint(cluster, gone);
    }
}
