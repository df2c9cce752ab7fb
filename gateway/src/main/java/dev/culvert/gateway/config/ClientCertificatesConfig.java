package dev.culvert.gateway.config;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose client certificates count as callers' credentials.
 *
 * @param ca PEM certificates of those who issue them
 * @param crl their certificate revocation lists, PEM or DER; null: nothing is revoked
 */
public record ClientCertificatesConfig(Path ca, @Nullable Path crl) {
    public ClientCertificatesConfig {
        Objects.requireNonNull(ca, "ca");
    }

    /** The lists of what was revoked, where there are any. */
    public Optional<Path> maybeCrl() {
        return Optional.ofNullable(crl);
    }

    static ClientCertificatesConfig read(Section section, Path directory) {
        return new ClientCertificatesConfig(
                directory.resolve(section.text("ca")),
                section.maybeText("crl").map(directory::resolve).orElse(null));
    }
}
