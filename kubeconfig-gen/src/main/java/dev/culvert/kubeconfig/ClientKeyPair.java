package dev.culvert.kubeconfig;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** A client certificate and its key, from files: read, and held against each other, before clients stumble over them. */
public final class ClientKeyPair {
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

    private final PemFile certificateFile;
    private final PemFile keyFile;
    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private ClientKeyPair(PemFile certificateFile, PemFile keyFile, List<X509Certificate> chain, PrivateKey key) {
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
        this.chain = chain;
        this.key = key;
    }

    /** Reads both. */
    public static ClientKeyPair read(Path certificateFile, Path keyFile) {
        PemFile certificate = PemFile.read("client certificate", certificateFile);
        List<X509Certificate> chain = certificate.certificates();
        PemFile file = PemFile.read("client key", keyFile);
        PrivateKey key = privateKey(file);
        if (!matches(key, chain.get(0))) {
            throw file.fault("does not belong to the certificate in " + certificateFile);
        }
        return new ClientKeyPair(certificate, file, chain, key);
    }

    /** Names of the certificates that are no longer valid. */
    public List<String> expired() {
        return PemFile.expired(chain);
    }

    /**
     * What a kubeconfig says of it.
     *
     * @param embed whether it shall hold both or point to them
     */
    public Credential credential(boolean embed) {
        return embed
                ? new Credential.ClientCertificate(certificateFile.base64(), keyFile.base64(), true)
                : new Credential.ClientCertificate(certificateFile.reference(), keyFile.reference(), false);
    }

    /** Shows the certificate to whoever asks for one. */
    public KeyManager[] keyManagers() {
        try {
            char[] password = new char[0];
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("client", key, password, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, password);
            return managers.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the client certificate cannot be used: " + e.getMessage(), e);
        }
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

    @Override
    public String toString() {
        return "ClientKeyPair[" + certificateFile + "]";
    }
}
