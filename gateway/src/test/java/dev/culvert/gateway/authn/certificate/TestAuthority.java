package dev.culvert.gateway.authn.certificate;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs whatever it is told to, also what no authority should. */
final class TestAuthority {
    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static long serials = 1_000;

    private final X500Name name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    /** A certificate, and what its key could sign. */
    record Made(X509Certificate certificate, KeyPair keys) {
        TestAuthority issuing() {
            return new TestAuthority(
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()), keys, certificate);
        }
    }

    private TestAuthority(X500Name name, KeyPair keys, X509Certificate certificate) {
        this.name = name;
        this.keys = keys;
        this.certificate = certificate;
    }

    static TestAuthority root(String name) {
        KeyPair keys = newKeys();
        X500Name own = new X500Name(name);
        return new TestAuthority(own, keys, sign(own, keys, own, keys, true));
    }

    static Made selfSigned(String name) {
        KeyPair keys = newKeys();
        X500Name own = new X500Name(name);
        return new Made(sign(own, keys, own, keys, false, KeyPurposeId.id_kp_clientAuth), keys);
    }

    X509Certificate certificate() {
        return certificate;
    }

    TestAuthority below(String subject) {
        return made(subject, true).issuing();
    }

    Made client(String subject) {
        return made(subject, false, KeyPurposeId.id_kp_clientAuth);
    }

    Made made(String subject, boolean authority, KeyPurposeId... purposes) {
        KeyPair own = newKeys();
        return new Made(sign(name, keys, new X500Name(subject), own, authority, purposes), own);
    }

    X509CRL revoking(BigInteger serial) {
        try {
            return new JcaX509CRLConverter()
                    .getCRL(new X509v2CRLBuilder(name, Date.from(NOW))
                            .setNextUpdate(Date.from(NOW.plus(Duration.ofHours(1))))
                            .addCRLEntry(serial, Date.from(NOW), CRLReason.keyCompromise)
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate sign(
            X500Name issuer,
            KeyPair signer,
            X500Name subject,
            KeyPair own,
            boolean authority,
            KeyPurposeId... purposes) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            issuer,
                            BigInteger.valueOf(serials++),
                            Date.from(NOW.minus(Duration.ofHours(1))),
                            Date.from(NOW.plus(Duration.ofDays(1))),
                            subject,
                            own.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (purposes.length > 0) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
