package dev.culvert.gateway.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** PEM texts. What is not what it should be is an {@link IllegalArgumentException} that quotes nothing. */
public final class Pem {
    private Pem() {}

    /** The first certificate of the text. */
    public static X509Certificate certificate(String text) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream(text));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("there is no PEM CERTIFICATE", e);
        }
    }

    /** All certificates of the text, at least one. */
    public static List<X509Certificate> certificates(String text) {
        try {
            List<X509Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(stream(text)).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (all.isEmpty()) {
                throw new IllegalArgumentException("there is no PEM CERTIFICATE");
            }
            return all;
        } catch (CertificateException e) {
            throw new IllegalArgumentException("there is no PEM CERTIFICATE", e);
        }
    }

    /** The first list of revoked certificates of the text. */
    public static X509CRL revocations(String text) {
        try {
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(stream(text));
        } catch (CertificateException | CRLException e) {
            throw new IllegalArgumentException("there is no PEM X509 CRL", e);
        }
    }

    /** A certificate as text. */
    public static String write(X509Certificate certificate) {
        try {
            return write("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("the certificate has no encoding", e);
        }
    }

    static PrivateKey privateKey(String text) {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                if (object instanceof PrivateKeyInfo info) {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
                if (object instanceof PEMKeyPair pair) {
                    return new JcaPEMKeyConverter().getKeyPair(pair).getPrivate();
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("there is no PEM PRIVATE KEY");
        }
        throw new IllegalArgumentException("there is no PEM PRIVATE KEY, or it is encrypted");
    }

    static String write(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
}
