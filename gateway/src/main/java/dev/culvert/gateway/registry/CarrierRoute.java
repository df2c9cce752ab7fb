package dev.culvert.gateway.registry;

import dev.culvert.tunnel.exchange.Endpoint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A live carrier of an agent.
 *
 * @param certifiedUntil the end of the certificate by which it came; null: it came by its token
 */
record CarrierRoute(
        Endpoint endpoint, String session, @Nullable Instant certifiedUntil, Thread loop) implements Route {
    @Override
    public boolean available() {
        return endpoint.available();
    }

    @Override
    public int openStreams() {
        return endpoint.openStreams();
    }
}
