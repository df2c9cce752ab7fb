package dev.culvert.kubeconfig;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * A PEM file that was read.
 *
 * @param what how messages call it, such as {@code CA file}
 * @param text its content. May be a secret
 */
record PemFile(String what, Path file, String text) {
    private static final int LARGEST = 1024 * 1024;

    /** Reads at most 1 MiB. */
    static PemFile read(String what, Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IllegalArgumentException(what + " " + file + " is larger than 1 MiB");
            }
            return new PemFile(what, file, new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(what + " " + file + " does not exist", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(what + " " + file + " cannot be read: " + Failures.reason(e), e);
        }
    }

    /** The certificates in it, at least one; a private key beside them is refused, since it would be handed on. */
    List<X509Certificate> certificates() {
        if (text.contains("PRIVATE KEY-----")) {
            throw fault("holds a private key: give the certificate alone");
        }
        if (!text.contains("-----BEGIN CERTIFICATE-----")) {
            throw fault("holds no PEM certificate");
        }
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " " + file + " is not made of PEM certificates", e);
        }
    }

    static List<X509Certificate> parse(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not PEM certificates", e);
        }
    }

    /** Names of those that are no longer valid. */
    static List<String> expired(List<X509Certificate> certificates) {
        Instant now = Instant.now();
        return certificates.stream()
                .filter(c -> c.getNotAfter().toInstant().isBefore(now))
                .map(c -> c.getSubjectX500Principal().getName())
                .toList();
    }

    /** What a kubeconfig says instead of the content. */
    String reference() {
        return file.toAbsolutePath().normalize().toString();
    }

    String base64() {
        return Base64.getEncoder().encodeToString(bytes());
    }

    IllegalArgumentException fault(String fault) {
        return new IllegalArgumentException(what + " " + file + " " + fault);
    }

    private byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return "PemFile[" + what + " " + file + "]";
    }
}
