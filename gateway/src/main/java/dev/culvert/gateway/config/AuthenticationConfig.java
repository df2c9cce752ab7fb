package dev.culvert.gateway.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How callers can say who they are, beside the gateway's own tokens.
 *
 * @param oidc providers whose ID tokens count
 * @param clientCertificates null: nobody is asked for one
 */
public record AuthenticationConfig(
        List<OidcConfig> oidc, @Nullable ClientCertificatesConfig clientCertificates) {
    public AuthenticationConfig {
        oidc = List.copyOf(oidc);
        Set<String> issuers = new HashSet<>();
        for (int i = 0; i < oidc.size(); i++) {
            String issuer = oidc.get(i).issuer();
            ConfigException.require(issuers.add(issuer), "oidc[" + i + "].issuer", "'" + issuer + "' is there twice");
        }
    }

    /** Whose client certificates count, where any do. */
    public Optional<ClientCertificatesConfig> maybeClientCertificates() {
        return Optional.ofNullable(clientCertificates);
    }

    static AuthenticationConfig read(Section section, Path directory) {
        return new AuthenticationConfig(
                section.sections("oidc", provider -> OidcConfig.read(provider, directory)),
                section.maybeSection("clientCertificates", whose -> ClientCertificatesConfig.read(whose, directory))
                        .orElse(null));
    }
}
