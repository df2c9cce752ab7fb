package dev.culvert.gateway.doctor;

import dev.culvert.gateway.authn.certificate.ClientTrust;
import dev.culvert.gateway.authn.certificate.TrustFiles;
import dev.culvert.gateway.authn.oidc.IssuerTrial;
import dev.culvert.gateway.config.AgentCertificatesConfig;
import dev.culvert.gateway.config.ClientCertificatesConfig;
import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.config.GatewayConfig;
import dev.culvert.gateway.config.OidcConfig;
import dev.culvert.gateway.config.StoreConfig;
import dev.culvert.gateway.directory.RulesFile;
import dev.culvert.gateway.enrolment.AgentAuthority;
import dev.culvert.gateway.store.StoreException;
import dev.culvert.gateway.store.StoreState;
import dev.culvert.tunnel.diagnosis.Finding;
import dev.culvert.tunnel.diagnosis.RootCause;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Looks at everything that a configuration names, and at the gateway that runs by it, where one does. */
public final class Doctor {
    private final Vertx vertx;
    private final GatewayConfig config;
    private final Function<OidcConfig, Optional<TrustOptions>> issuerTrust;
    private final Duration deadline;
    private final InstantSource clock;

    /**
     * @param issuerTrust what verifies a provider's certificate; empty for the system's CAs
     * @param deadline of each step
     */
    public Doctor(
            Vertx vertx,
            GatewayConfig config,
            Function<OidcConfig, Optional<TrustOptions>> issuerTrust,
            Duration deadline,
            InstantSource clock) {
        this.vertx = vertx;
        this.config = config;
        this.issuerTrust = issuerTrust;
        this.deadline = deadline;
        this.clock = clock;
    }

    /**
     * Blocks for some deadlines at most.
     *
     * @param token of a caller, best of an administrator; empty: what the running gateway tells callers alone is not asked for
     */
    public List<Finding> examine(Optional<String> token) {
        List<Finding> findings = new ArrayList<>();
        ServerCertificate certificate = new ServerCertificate(config, clock);
        findings.addAll(certificate.findings());
        config.authentication().maybeClientCertificates().ifPresent(files -> findings.add(clientAuthorities(files)));
        config.maybeAgentCertificates().ifPresent(files -> findings.add(agentAuthority(files)));
        config.maybeAccessRulesFile().ifPresent(file -> findings.add(rules(file)));
        findings.add(
                config.maybeStore().map(this::store).orElseGet(() -> Finding.skipped("store", "none is configured")));
        config.authentication().oidc().forEach(issuer -> findings.add(issuer(issuer)));
        findings.addAll(new RunningGateway(vertx, config, certificate.own(), deadline, clock).findings(token));
        return findings;
    }

    private Finding clientAuthorities(ClientCertificatesConfig files) {
        try {
            ClientTrust trust = new TrustFiles(files).read();
            List<String> over = trust.authorities().stream()
                    .filter(authority ->
                            clock.instant().isAfter(authority.getNotAfter().toInstant()))
                    .map(Doctor::name)
                    .toList();
            String lists = files.maybeCrl().isPresent() ? "a list of what is revoked" : "no list of what is revoked";
            String all = String.join(
                    ", ", trust.authorities().stream().map(Doctor::name).toList());
            return over.isEmpty()
                    ? Finding.ok("client-certificates", all + "; " + lists)
                    : Finding.failed(
                            "client-certificates",
                            "expired: " + String.join(", ", over),
                            "certificates of that authority no longer count: replace it in " + files.ca());
        } catch (ConfigException e) {
            return Finding.failed(
                    "client-certificates", RootCause.text(e), "the gateway does not start without these files");
        }
    }

    /** Whose key signs now; that the others count is for a while, and no harm where they do not any more. */
    private Finding agentAuthority(AgentCertificatesConfig files) {
        String place = "agent-certificates";
        try {
            List<X509Certificate> all = AgentAuthority.read(files, clock).all();
            Instant now = clock.instant();
            Instant end = all.get(0).getNotAfter().toInstant();
            String detail = name(all.get(0)) + " signs, until " + end
                    + (all.size() == 1 ? "" : "; " + all.size() + " authorities count");
            String rotate = "put another authority before it in " + files.ca() + ", with its key in " + files.key()
                    + ": gateway ca create makes one";
            if (now.isAfter(end)) {
                return Finding.failed(place, "expired: " + detail + "; agents come by their tokens", rotate);
            }
            return now.plus(ServerCertificate.SOON).isAfter(end)
                    ? Finding.warning(place, detail, rotate)
                    : Finding.ok(place, detail);
        } catch (ConfigException e) {
            return Finding.failed(place, RootCause.text(e), "the gateway does not start without these files");
        }
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static Finding rules(Path file) {
        try {
            return Finding.ok("access-rules", file + " holds " + RulesFile.count(file) + " rules");
        } catch (ConfigException e) {
            return Finding.failed(
                    "access-rules",
                    RootCause.text(e),
                    "a gateway does not start with it, one that runs keeps the rules before");
        }
    }

    private Finding store(StoreConfig where) {
        try {
            StoreState state = vertx.executeBlocking(() -> StoreState.of(where), false)
                    .await(deadline.toMillis(), TimeUnit.MILLISECONDS);
            String detail = where.describe() + ": " + state.describe();
            return state.isNewer()
                    ? Finding.warning("store", detail, "a newer gateway has changed it: run that version here as well")
                    : Finding.ok("store", detail);
        } catch (StoreException e) {
            return Finding.failed(
                    "store",
                    RootCause.text(e),
                    "a gateway does not start without its store; see store in the configuration");
        } catch (TimeoutException e) {
            return Finding.failed(
                    "store",
                    where.describe() + ": no answer within " + deadline.toSeconds() + " s",
                    "see whether it runs");
        }
    }

    private Finding issuer(OidcConfig issuer) {
        String place = "issuer " + issuer.issuer();
        try {
            Future<Finding> keys = IssuerTrial.keys(vertx, issuer, issuerTrust.apply(issuer))
                    .map(count -> Finding.ok(place, "publishes " + count + (count == 1 ? " key" : " keys")))
                    .otherwise(
                            failure -> Finding.failed(
                                    place,
                                    RootCause.text(failure),
                                    "its ID tokens do not count: " + issuer.discovery()
                                            + " must be reachable from here, and its certificate be of caFile or of a public authority"));
            return keys.await(deadline.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ConfigException e) {
            return Finding.failed(place, RootCause.text(e), "the gateway does not start without this file");
        } catch (TimeoutException e) {
            return Finding.failed(place, "no answer in time", "see whether it runs");
        }
    }
}
