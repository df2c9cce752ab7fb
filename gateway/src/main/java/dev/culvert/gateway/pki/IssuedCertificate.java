package dev.culvert.gateway.pki;

import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/** A certificate and its key. */
public record IssuedCertificate(X509Certificate certificate, PrivateKey key) {
    /**
     * The first certificate of a PEM text, with its key.
     *
     * @throws IllegalArgumentException where they are none, or do not belong together
     */
    public static IssuedCertificate read(String certificatePem, String keyPem) {
        IssuedCertificate read = new IssuedCertificate(Pem.certificate(certificatePem), Pem.privateKey(keyPem));
        if (!Keys.belongTogether(read.certificate.getPublicKey(), read.key)) {
            throw new IllegalArgumentException("the key is not the certificate's");
        }
        return read;
    }

    /** The certificate as PEM. */
    public String certificatePem() {
        try {
            return Pem.write("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was just made has no encoding", e);
        }
    }

    /** The key as PEM, PKCS#8, unencrypted. */
    public String keyPem() {
        return Pem.write("PRIVATE KEY", key.getEncoded());
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "IssuedCertificate[" + certificate.getSubjectX500Principal() + "]";
    }
}
