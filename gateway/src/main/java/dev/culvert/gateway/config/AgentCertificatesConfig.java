package dev.culvert.gateway.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Certificates for agents.
 *
 * @param ca PEM certificates of authorities; the first issues, and all of them count
 * @param key PEM, of the first
 * @param life of a certificate; agents come for another when two thirds of it are over
 */
public record AgentCertificatesConfig(Path ca, Path key, Duration life) {
    private static final Duration LIFE = Duration.ofHours(24);

    public AgentCertificatesConfig {
        Objects.requireNonNull(ca, "ca");
        Objects.requireNonNull(key, "key");
        Durations.requireBetween(life, Duration.ofSeconds(5), Duration.ofDays(90), "life");
    }

    static AgentCertificatesConfig read(Section section, Path directory) {
        return new AgentCertificatesConfig(
                directory.resolve(section.text("ca")),
                directory.resolve(section.text("key")),
                section.duration("life", LIFE));
    }
}
