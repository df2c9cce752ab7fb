package dev.culvert.gateway.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A live carrier of an agent, for people.
 *
 * @param session the agent process that it belongs to
 * @param software of the agent, with its version
 * @param kind such as {@code grpc}
 * @param remote the address at the other end
 * @param certifiedUntil the end of the certificate by which it came; null: it came by its token
 * @param roundTrip measured last; zero before the first time
 */
public record AgentCarrier(
        String session,
        String software,
        String kind,
        String remote,
        @Nullable Instant certifiedUntil,
        Duration roundTrip,
        int openStreams) {
    public Optional<Instant> maybeCertifiedUntil() {
        return Optional.ofNullable(certifiedUntil);
    }
}
