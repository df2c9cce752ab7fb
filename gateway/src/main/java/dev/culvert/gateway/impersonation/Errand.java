package dev.culvert.gateway.impersonation;

import io.vertx.core.Future;
import java.util.Objects;

/**
 * On whose behalf a cluster is asked.
 *
 * @param cluster where the request goes
 * @param requestId of the request
 * @param gone completes where nobody waits for it any more; may never
 */
public record Errand(String cluster, String requestId, Future<Void> gone) {
    public Errand {
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(gone, "gone");
    }
}
