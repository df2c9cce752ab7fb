package dev.culvert.gateway;

import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.config.OidcConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the CA certificates that verify an OpenID Connect provider. Blocks. */
final class IssuerTrust {
    private IssuerTrust() {}

    /** Empty: the system's. Throws {@link ConfigException} with the path in the configuration, and the file. */
    static Optional<TrustOptions> of(OidcConfig config) {
        return config.maybeCaFile().map(IssuerTrust::read);
    }

    private static TrustOptions read(Path file) {
        try {
            Buffer content = Buffer.buffer(Files.readAllBytes(file));
            if (!content.toString().contains("BEGIN CERTIFICATE-----")) {
                throw new ConfigException("authentication.oidc.caFile", file + " holds no PEM CERTIFICATE");
            }
            return new PemTrustOptions().addCertValue(content);
        } catch (IOException e) {
            throw new ConfigException("authentication.oidc.caFile", Failures.explain(e));
        }
    }
}
