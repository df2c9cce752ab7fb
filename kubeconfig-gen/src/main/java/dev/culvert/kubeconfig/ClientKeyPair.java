package dev.culvert.kubeconfig;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** A client certificate and its key, from files: read, and held against each other, before clients stumble over them. */
public final class ClientKeyPair {
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

    private ClientKeyPair() {}

    /**
     * Reads both.
     *
     * @param embed whether the kubeconfig shall hold them or point to them
     * @param expired is told the name of a certificate that is no longer valid
     */
    public static Credential read(Path certificateFile, Path keyFile, boolean embed, Listener expired) {
        PemFile certificate = PemFile.read("client certificate", certificateFile);
        List<X509Certificate> chain = certificate.certificates();
        PemFile key = PemFile.read("client key", keyFile);
        if (!matches(privateKey(key), chain.get(0))) {
            throw key.fault("does not belong to the certificate in " + certificateFile);
        }
        PemFile.expired(chain).forEach(expired::expired);
        return embed
                ? new Credential.ClientCertificate(certificate.base64(), key.base64(), true)
                : new Credential.ClientCertificate(certificate.reference(), key.reference(), false);
    }

    private static PrivateKey privateKey(PemFile key) {
        try (PEMParser parser = new PEMParser(new StringReader(key.text()))) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof PEMKeyPair pair) {
                    return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (found instanceof PrivateKeyInfo info) {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
            }
        } catch (PEMException e) {
            throw new IllegalArgumentException(
                    key.fault("is not a PEM private key").getMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(key.fault("is not a PEM file").getMessage(), e);
        }
        throw key.fault(
                key.text().contains("ENCRYPTED")
                        ? "is encrypted: no client asks for its password"
                        : "holds no PEM private key");
    }

    private static boolean matches(PrivateKey key, X509Certificate certificate) {
        String algorithm = certificate.getPublicKey().getAlgorithm();
        String scheme =
                switch (algorithm) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> algorithm;
                };
        try {
            Signature signer = Signature.getInstance(scheme);
            signer.initSign(key);
            signer.update(PROBE);
            byte[] signature = signer.sign();
            signer.initVerify(certificate.getPublicKey());
            signer.update(PROBE);
            return signer.verify(signature);
        } catch (GeneralSecurityException differentKinds) {
            return false;
        }
    }

    /** Who hears of a certificate that has expired. */
    @FunctionalInterface
    public interface Listener {
        void expired(String subject);
    }
}
