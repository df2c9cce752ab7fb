package dev.culvert.gateway.authn.certificate;

import dev.culvert.gateway.config.ClientCertificatesConfig;
import dev.culvert.gateway.config.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The authorities and their lists, from files. Blocks. */
public final class TrustFiles {
    private static final String PATH = "authentication.clientCertificates.";

    private final ClientCertificatesConfig config;

    /** Reads nothing yet. */
    public TrustFiles(ClientCertificatesConfig config) {
        this.config = config;
    }

    /** Reads both. Throws {@link ConfigException} with the path in the configuration, and the file. */
    public ClientTrust read() {
        List<X509Certificate> authorities = authorities();
        Optional<Path> lists = config.maybeCrl();
        List<X509CRL> revoked = lists.isPresent() ? lists(lists.get()) : List.of();
        try {
            return new ClientTrust(authorities, revoked);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(PATH + "crl", lists.orElse(config.ca()) + ": " + e.getMessage());
        }
    }

    private List<X509Certificate> authorities() {
        Path file = config.ca();
        try {
            List<X509Certificate> all =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes(file, "ca")))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (all.isEmpty() || all.stream().anyMatch(authority -> authority.getBasicConstraints() < 0)) {
                throw new ConfigException(PATH + "ca", file + " holds something else than CA certificates");
            }
            return all;
        } catch (CertificateException e) {
            throw new ConfigException(PATH + "ca", file + " holds no PEM CERTIFICATE");
        }
    }

    private static List<X509CRL> lists(Path file) {
        try {
            List<X509CRL> all =
                    CertificateFactory.getInstance("X.509")
                            .generateCRLs(new ByteArrayInputStream(bytes(file, "crl")))
                            .stream()
                            .map((CRL list) -> (X509CRL) list)
                            .toList();
            if (all.isEmpty()) {
                throw new ConfigException(PATH + "crl", file + " holds no X509 CRL");
            }
            return all;
        } catch (CRLException | CertificateException e) {
            throw new ConfigException(PATH + "crl", file + " holds no X509 CRL");
        }
    }

    private static byte[] bytes(Path file, String key) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigException(
                    PATH + key, file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
