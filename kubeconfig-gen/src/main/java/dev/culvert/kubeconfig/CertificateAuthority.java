package dev.culvert.kubeconfig;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/**
 * The certificates that the gateway's own must be signed by: a PEM file that was read and checked.
 *
 * @param pem the file's bytes as text
 * @param reference where the kubeconfig shall point; empty: the certificates go into it
 * @param expired subjects of certificates that are no longer valid
 */
public record CertificateAuthority(String pem, String reference, List<String> expired) {
    public CertificateAuthority {
        expired = List.copyOf(expired);
    }

    /** Reads the file; {@code embed} says whether the kubeconfig shall hold it or point to it. */
    public static CertificateAuthority read(Path file, boolean embed) {
        PemFile read = PemFile.read("CA file", file);
        List<String> expired = PemFile.expired(read.certificates());
        return new CertificateAuthority(read.text(), embed ? "" : read.reference(), expired);
    }

    /** Each certificate, DER in base64 on one line: what was parsed, and nothing else that the file holds. */
    public List<String> certificates() {
        return PemFile.parse(pem).stream().map(CertificateAuthority::der).toList();
    }

    private static String der(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate cannot be written", e);
        }
    }

    boolean embedded() {
        return reference.isEmpty();
    }

    String base64() {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.ISO_8859_1));
    }
}
