package dev.culvert.agent.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A private key with its certificate. Making and reading one blocks. */
record AgentKey(PrivateKey key, X509Certificate certificate) {
    private static final String SIGNATURE = "SHA256withECDSA";

    /** A new key, EC P-256. */
    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    /** The certificate request (PKCS #10, PEM) of a key. Its subject says nothing: whose agent it is, the gateway knows. */
    static String request(KeyPair keys) {
        try {
            return pem(new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=agent"), keys.getPublic())
                    .build(new JcaContentSignerBuilder(SIGNATURE).build(keys.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("every Java signs by ECDSA", e);
        }
    }

    /**
     * The key with the certificate of a PEM text.
     *
     * @throws IllegalArgumentException, which quotes nothing, where there is none, or where it is another key's
     */
    static AgentKey of(PrivateKey key, String certificatePem) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(certificatePem.getBytes(StandardCharsets.ISO_8859_1)));
            byte[] probe = {1, 2, 3};
            Signature signature = Signature.getInstance(SIGNATURE);
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(probe);
            if (!signature.verify(signed)) {
                throw new IllegalArgumentException("the certificate is another key's");
            }
            return new AgentKey(key, certificate);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("there is no certificate of the agent's key");
        }
    }

    /** What {@link #pem()} wrote. Throws {@link IllegalArgumentException} where it is something else. */
    static AgentKey read(String pem) {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            if (parser.readObject() instanceof PrivateKeyInfo info) {
                return of(new JcaPEMKeyConverter().getPrivateKey(info), pem.substring(pem.indexOf("-----BEGIN CERT")));
            }
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("there is no PEM PRIVATE KEY with a CERTIFICATE");
        }
        throw new IllegalArgumentException("there is no PEM PRIVATE KEY");
    }

    /** Both, the key first; a secret. */
    String pem() {
        try {
            return pem(new JcaPKCS8Generator(key, null).generate()) + pem(certificate);
        } catch (IOException e) {
            throw new IllegalStateException("a key that signs can be written", e);
        }
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new IllegalStateException("it is written to memory", e);
        }
        return text.toString();
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "AgentKey[" + certificate.getSubjectX500Principal() + "]";
    }
}
