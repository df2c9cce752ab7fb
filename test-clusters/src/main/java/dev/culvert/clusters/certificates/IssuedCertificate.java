package dev.culvert.clusters.certificates;

/** A certificate with its private key (PKCS #8), both as PEM. */
public record IssuedCertificate(String certificatePem, String keyPem) {
    /** Without the key. */
    @Override
    public String toString() {
        return "IssuedCertificate[" + certificatePem.length() + " characters]";
    }
}
