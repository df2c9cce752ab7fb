package dev.culvert.gateway.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Makes certificates. Keys are EC P-256, which every client of Kubernetes speaks. */
public final class CertificateAuthority {
    private static final Duration CA_LIFE = Duration.ofDays(3_650);

    /** What some clients grant a server's certificate at most. */
    private static final Duration SERVER_LIFE = Duration.ofDays(825);

    /** Clocks of clusters run behind. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final X509Certificate certificate;
    private final KeyPair keys;
    private final InstantSource clock;

    private CertificateAuthority(X509Certificate certificate, KeyPair keys, InstantSource clock) {
        this.certificate = certificate;
        this.keys = keys;
        this.clock = clock;
    }

    /** A new authority with a key of its own. */
    public static CertificateAuthority create(String commonName, InstantSource clock) {
        try {
            KeyPair keys = newKeys();
            X500Name name = name(commonName);
            X509v3CertificateBuilder builder = builder(name, name, keys.getPublic(), clock.instant(), CA_LIFE)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new CertificateAuthority(sign(builder, keys), keys, clock);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate authority cannot be made", e);
        }
    }

    /**
     * The authority of files that {@link IssuedCertificate} wrote.
     *
     * @throws IllegalArgumentException where they hold no certificate of an authority with its key
     */
    public static CertificateAuthority of(String certificatePem, String keyPem, InstantSource clock) {
        X509Certificate certificate = Pem.certificate(certificatePem);
        PrivateKey key = Pem.privateKey(keyPem);
        if (certificate.getBasicConstraints() < 0) {
            throw new IllegalArgumentException("the certificate is no authority's");
        }
        if (!Keys.belongTogether(certificate.getPublicKey(), key)) {
            throw new IllegalArgumentException("the key is not that of the authority's certificate");
        }
        return new CertificateAuthority(certificate, new KeyPair(certificate.getPublicKey(), key), clock);
    }

    /**
     * A certificate by which a caller says who it is, with a new key.
     *
     * @param life from now; the certificate ends before the authority's own in any case
     */
    public IssuedCertificate issueClient(ClientSubject subject, Duration life) {
        try {
            KeyPair clientKeys = newKeys();
            return new IssuedCertificate(issueClient(subject, clientKeys.getPublic(), life), clientKeys.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key cannot be made", e);
        }
    }

    /**
     * The same for a key that somebody else has: see {@link SigningRequest#key}.
     *
     * @throws IllegalArgumentException for a key that is too weak
     */
    public X509Certificate issueClient(ClientSubject subject, PublicKey key, Duration life) {
        return issueTo(
                subject.name(), key, clock.instant().plus(life), KeyPurposeId.id_kp_clientAuth, Optional.empty());
    }

    /**
     * A certificate by which an agent says whose it is, for a key that it has: see {@link SigningRequest#key}.
     *
     * @param life from now; the certificate ends before the authority's own in any case
     * @param end before which it ends, too
     * @throws IllegalArgumentException for a key that is too weak
     */
    public X509Certificate issueAgent(AgentSubject subject, PublicKey key, Duration life, Optional<Instant> end) {
        Instant until = clock.instant().plus(life);
        return issueTo(
                name(subject.cluster()),
                key,
                end.filter(until::isAfter).orElse(until),
                KeyPurposeId.getInstance(new ASN1ObjectIdentifier(AgentSubject.PURPOSE)),
                Optional.of(subject.names()));
    }

    /** To somebody who is no authority. */
    private X509Certificate issueTo(
            X500Name subject, PublicKey key, Instant until, KeyPurposeId purpose, Optional<GeneralNames> names) {
        Keys.requireStrong(key);
        Instant now = clock.instant();
        Instant last = certificate.getNotAfter().toInstant();
        Duration life = Duration.between(now, until.isBefore(last) ? until : last);
        try {
            X509v3CertificateBuilder builder = builder(issuer(), subject, key, now, life)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
            if (names.isPresent()) {
                builder.addExtension(Extension.subjectAlternativeName, false, names.get());
            }
            return sign(builder, keys);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate cannot be made", e);
        }
    }

    /**
     * A list of revoked certificates.
     *
     * @param before the list so far, whose entries go into the new one; null: there is none
     * @param serial of what is revoked now; null: nothing
     */
    public String revoke(@Nullable X509CRL before, @Nullable BigInteger serial) {
        try {
            Date now = Date.from(clock.instant());
            X509v2CRLBuilder builder = new X509v2CRLBuilder(issuer(), now);
            builder.setNextUpdate(certificate.getNotAfter());
            if (before != null) {
                before.verify(certificate.getPublicKey());
                builder.addCRL(new X509CRLHolder(before.getEncoded()));
            }
            if (serial != null && (before == null || before.getRevokedCertificate(serial) == null)) {
                builder.addCRLEntry(serial, now, CRLReason.unspecified);
            }
            return Pem.write(
                    "X509 CRL",
                    builder.build(new JcaContentSignerBuilder(Keys.signature(keys.getPrivate()))
                                    .build(keys.getPrivate()))
                            .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the list so far is not the authority's", e);
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("a list of revoked certificates cannot be made", e);
        }
    }

    private X500Name issuer() {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    /**
     * A certificate and key for a TLS server.
     *
     * @param hosts DNS names, wildcards included, and IP addresses; at least one; the first is the common name
     */
    public IssuedCertificate issueServer(List<String> hosts) {
        GeneralNames names = SubjectNames.of(hosts);
        try {
            KeyPair serverKeys = newKeys();
            X509v3CertificateBuilder builder = builder(
                            issuer(),
                            name(SubjectNames.commonName(hosts.get(0))),
                            serverKeys.getPublic(),
                            clock.instant(),
                            SERVER_LIFE)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, names)
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
            return new IssuedCertificate(sign(builder, keys), serverKeys.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("a server certificate cannot be made", e);
        }
    }

    /** The authority's own certificate and key. */
    public IssuedCertificate own() {
        return new IssuedCertificate(certificate, keys.getPrivate());
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Instant now, Duration life)
            throws GeneralSecurityException, IOException {
        BigInteger serial = new BigInteger(127, RANDOM).setBit(126);
        Date from = Date.from(now.minus(BACKDATED));
        Date until = Date.from(now.plus(life));
        return new JcaX509v3CertificateBuilder(issuer, serial, from, until, subject, key)
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair signer)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(
                        new JcaContentSignerBuilder(Keys.signature(signer.getPrivate())).build(signer.getPrivate())));
    }
}
