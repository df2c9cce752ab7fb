package dev.culvert.gateway;

import dev.culvert.gateway.authn.AgentAuthenticator;
import dev.culvert.gateway.authn.AgentTokens;
import dev.culvert.gateway.authn.certificate.AgentCertificates;
import dev.culvert.gateway.config.AgentCertificatesConfig;
import dev.culvert.gateway.enrolment.AgentAuthorityWatch;
import dev.culvert.gateway.enrolment.CertificatePage;
import dev.culvert.gateway.front.OwnPaths;
import dev.culvert.tunnel.carrier.Tunnel;
import io.vertx.core.Vertx;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** How agents say who they are: by tokens, and where it is configured by certificates that they get for their tokens. */
final class AgentAccess {
    private final AgentTokens tokens;
    private final Optional<Certificates> certificates;

    private record Certificates(AgentAuthorityWatch authority, AgentCertificates agents) {}

    /** Reads files. Blocks; throws {@link dev.culvert.gateway.config.ConfigException} where they cannot be used. */
    AgentAccess(AgentTokens tokens, Optional<AgentCertificatesConfig> config, InstantSource clock) {
        this.tokens = tokens;
        this.certificates = config.map(files -> {
            AgentAuthorityWatch authority = new AgentAuthorityWatch(files, clock);
            return new Certificates(authority, new AgentCertificates(tokens, authority.authorities(), clock));
        });
    }

    AgentAuthenticator authenticator() {
        return certificates.<AgentAuthenticator>map(Certificates::agents).orElse(tokens);
    }

    /** What agents are told that they can ask for. */
    Set<String> capabilities() {
        return certificates.isPresent() ? Set.of(Tunnel.CERTIFICATES) : Set.of();
    }

    /** Where agents' keys are signed; none where they are not. */
    OwnPaths page(Vertx vertx) {
        return certificates
                .<OwnPaths>map(those -> new CertificatePage(vertx, those.agents(), tokens, those.authority()))
                .orElseGet(OwnPaths::none);
    }

    /** Whose certificates agents are asked for. */
    List<Supplier<List<X509Certificate>>> authorities() {
        return certificates.stream()
                .<Supplier<List<X509Certificate>>>map(those -> those.authority()::authorities)
                .toList();
    }

    /** Goes on to read the files. */
    void watch(Vertx vertx, Duration betweenLooks, Runnable changed) {
        certificates.ifPresent(those -> those.authority().start(vertx, betweenLooks, authorities -> {
            those.agents().use(authorities);
            changed.run();
        }));
    }
}
