package dev.culvert.gateway;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.authn.CallerAuthenticator;
import dev.culvert.gateway.authn.CallerTokens;
import dev.culvert.gateway.authn.FirstKnown;
import dev.culvert.gateway.authn.certificate.CertificateCallers;
import dev.culvert.gateway.authn.certificate.TrustFiles;
import dev.culvert.gateway.authn.oidc.OidcCallers;
import dev.culvert.gateway.config.AuthenticationConfig;
import dev.culvert.gateway.config.ClientCertificatesConfig;
import io.vertx.core.Vertx;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How callers say who they are: by tokens, and where it is configured by ID tokens and by certificates. */
final class CallerAccess {
    private final CallerTokens tokens;
    private final OidcCallers oidc;
    private final Optional<Certificates> certificates;
    private final InstantSource clock;

    private record Certificates(CertificateCallers callers, TrustFiles files) {
        static Certificates read(ClientCertificatesConfig config, InstantSource clock) {
            TrustFiles files = new TrustFiles(config);
            return new Certificates(new CertificateCallers(files.read(), clock), files);
        }
    }

    /** Reads files. Blocks; throws {@link dev.culvert.gateway.config.ConfigException} where they cannot be used. */
    CallerAccess(Vertx vertx, CallerTokens tokens, AuthenticationConfig config, InstantSource clock) {
        this.tokens = tokens;
        this.oidc = OidcCallers.of(vertx, config.oidc(), IssuerTrust::of, clock);
        this.certificates = config.maybeClientCertificates().map(files -> Certificates.read(files, clock));
        this.clock = clock;
    }

    /** Tokens are asked about first, as they are the cheapest to look up. */
    CallerAuthenticator authenticator() {
        return new FirstKnown(certificates
                .map(those -> List.of(tokens, oidc, those.callers()))
                .orElseGet(() -> List.of(tokens, oidc)));
    }

    /** Whether what runs of a caller that was let in may run on, as far as its credential goes. Any thread. */
    boolean isCurrent(Caller caller) {
        return caller.end().map(clock.instant()::isBefore).orElse(true)
                && tokens.isCurrent(caller)
                && certificates.map(those -> those.callers().isCurrent(caller)).orElse(true);
    }

    /** Whose certificates callers are asked for. */
    List<Supplier<List<X509Certificate>>> authorities() {
        return certificates.stream()
                .<Supplier<List<X509Certificate>>>map(those -> those.callers()::authorities)
                .toList();
    }

    /** Fetches what is needed ahead of the first caller. */
    void prepare() {
        oidc.prepare();
    }

    /** Goes on to read the files. */
    void watch(Vertx vertx, Duration betweenLooks, Runnable changed) {
        certificates.ifPresent(those -> those.callers().watch(vertx, those.files(), betweenLooks, changed));
    }
}
