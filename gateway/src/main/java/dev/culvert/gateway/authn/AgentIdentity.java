package dev.culvert.gateway.authn;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An authenticated agent.
 *
 * @param cluster the registered name of the cluster that its token stands for
 * @param token the name, no secret, of that token
 * @param certifiedUntil the end of the certificate that it showed in place of the token; null: it showed the token itself
 */
public record AgentIdentity(
        String cluster, String token, @Nullable Instant certifiedUntil) {
    /** Of an agent that showed the token itself. */
    public AgentIdentity(String cluster, String token) {
        this(cluster, token, null);
    }

    public AgentIdentity {
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(token, "token");
    }

    /** The same, by a certificate. */
    public AgentIdentity certified(Instant until) {
        return new AgentIdentity(cluster, token, until);
    }

    /** The end of its certificate, where it came by one. */
    public Optional<Instant> maybeCertifiedUntil() {
        return Optional.ofNullable(certifiedUntil);
    }
}
