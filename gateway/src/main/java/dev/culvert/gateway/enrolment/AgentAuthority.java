package dev.culvert.gateway.enrolment;

import dev.culvert.gateway.config.AgentCertificatesConfig;
import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.pki.AgentSubject;
import dev.culvert.gateway.pki.CertificateAuthority;
import dev.culvert.gateway.pki.Pem;
import dev.culvert.gateway.pki.SigningRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What the files of the agents' authority say at one moment: who issues, and whose certificates count. Immutable. Reading and
 * issuing block.
 */
public final class AgentAuthority {
    private static final String PATH = "agentCertificates.";

    private final AgentCertificatesConfig config;
    private final String pem;
    private final String key;
    private final CertificateAuthority issuer;
    private final List<X509Certificate> all;

    private AgentAuthority(
            AgentCertificatesConfig config,
            String pem,
            String key,
            CertificateAuthority issuer,
            List<X509Certificate> all) {
        this.config = config;
        this.pem = pem;
        this.key = key;
        this.issuer = issuer;
        this.all = all;
    }

    /** Throws {@link ConfigException} with the path in the configuration, and the file. */
    public static AgentAuthority read(AgentCertificatesConfig config, InstantSource clock) {
        String pem = text(config.ca(), "ca");
        String key = text(config.key(), "key");
        try {
            List<X509Certificate> all = Pem.certificates(pem);
            ConfigException.require(
                    all.stream().allMatch(authority -> authority.getBasicConstraints() >= 0),
                    PATH + "ca",
                    config.ca() + " holds something else than CA certificates");
            return new AgentAuthority(config, pem, key, CertificateAuthority.of(pem, key, clock), all);
        } catch (ConfigException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ConfigException(PATH + "ca", config.ca() + ", " + config.key() + ": " + e.getMessage());
        }
    }

    /** Whose certificates count, the issuer among them. */
    public List<X509Certificate> all() {
        return all;
    }

    /** Whether the files said the same then. */
    boolean saysTheSame(AgentAuthority other) {
        return pem.equals(other.pem) && key.equals(other.key);
    }

    /**
     * Issues.
     *
     * @param request PEM; its key alone counts
     * @param end of the token that the certificate stands for: the certificate ends before
     * @throws IllegalArgumentException for a request that is none
     */
    X509Certificate issue(AgentSubject subject, String request, Optional<Instant> end) {
        return issuer.issueAgent(subject, SigningRequest.key(request), config.life(), end);
    }

    private static String text(Path file, String key) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException(
                    PATH + key, file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
