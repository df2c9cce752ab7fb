package dev.culvert.tunnel.carrier;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for one test, and certificates from it. */
public final class TestCertificates {
    private final KeyPair authorityKey;
    private final X509Certificate authority;

    private TestCertificates(KeyPair authorityKey, X509Certificate authority) {
        this.authorityKey = authorityKey;
        this.authority = authority;
    }

    /** A new authority. */
    public static TestCertificates create() {
        try {
            KeyPair key = newKey();
            X500Name name = new X500Name("CN=test authority " + new SecureRandom().nextInt(1_000_000));
            X509v3CertificateBuilder builder = builder(name, name, key)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .addExtension(
                            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
            return new TestCertificates(key, sign(builder, key));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Trust in this authority alone. */
    public PemTrustOptions trust() {
        return new PemTrustOptions().addCertValue(Buffer.buffer(authorityPem()));
    }

    /** The authority's name, such as {@code CN=test authority 1}. */
    public String authorityName() {
        return authority.getSubjectX500Principal().getName();
    }

    /** The authority's certificate. */
    public String authorityPem() {
        return pem(authority);
    }

    /** A new key, and a certificate of it for {@code localhost} and 127.0.0.1. */
    public PemKeyCertOptions server() {
        return server("localhost", "127.0.0.1");
    }

    /** A new key, and a certificate of it for these names or addresses. */
    public PemKeyCertOptions server(String... names) {
        try {
            KeyPair key = newKey();
            GeneralName[] alternatives = Arrays.stream(names)
                    .map(name -> new GeneralName(
                            name.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName, name))
                    .toArray(GeneralName[]::new);
            X500Name issuer = new X500Name(authority.getSubjectX500Principal().getName());
            X509v3CertificateBuilder builder = builder(issuer, new X500Name("CN=" + names[0]), key)
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
            return new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(pem(sign(builder, authorityKey))))
                    .addKeyValue(Buffer.buffer(pem(new JcaPKCS8Generator(key.getPrivate(), null))));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair key) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(64, new SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(1))),
                subject,
                key.getPublic());
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair signer)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }
}
