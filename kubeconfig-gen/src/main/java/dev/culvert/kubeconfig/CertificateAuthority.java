package dev.culvert.kubeconfig;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/**
 * The certificates that the gateway's own must be signed by: a PEM file that was read and checked.
 *
 * @param pem the file's bytes as text
 * @param reference where the kubeconfig shall point; empty: the certificates go into it
 * @param expired subjects of certificates that are no longer valid
 */
public record CertificateAuthority(String pem, String reference, List<String> expired) {
    private static final int LARGEST = 1024 * 1024;

    public CertificateAuthority {
        expired = List.copyOf(expired);
    }

    /** Reads the file; {@code embed} says whether the kubeconfig shall hold it or point to it. */
    public static CertificateAuthority read(Path file, boolean embed) {
        byte[] bytes = bytes(file);
        String pem = new String(bytes, StandardCharsets.ISO_8859_1);
        if (pem.contains("PRIVATE KEY-----")) {
            throw new IllegalArgumentException("CA file " + file + " holds a private key: give the certificate alone");
        }
        if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
            throw new IllegalArgumentException("CA file " + file + " holds no PEM certificate");
        }
        Collection<? extends Certificate> certificates = parse(file, bytes);
        String reference = embed ? "" : file.toAbsolutePath().normalize().toString();
        return new CertificateAuthority(pem, reference, expired(certificates));
    }

    boolean embedded() {
        return reference.isEmpty();
    }

    String base64() {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] bytes(Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IllegalArgumentException("CA file " + file + " is larger than 1 MiB");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("CA file " + file + " does not exist", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("CA file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Collection<? extends Certificate> parse(Path file, byte[] bytes) {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("CA file " + file + " is not made of PEM certificates", e);
        }
    }

    private static List<String> expired(Collection<? extends Certificate> certificates) {
        Instant now = Instant.now();
        return certificates.stream()
                .map(X509Certificate.class::cast)
                .filter(c -> c.getNotAfter().toInstant().isBefore(now))
                .map(c -> c.getSubjectX500Principal().getName())
                .toList();
    }
}
