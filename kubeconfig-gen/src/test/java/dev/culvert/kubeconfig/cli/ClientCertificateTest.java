package dev.culvert.kubeconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.kubeconfig.oidc.FakeProvider;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientCertificateTest {
    @TempDir
    Path directory;

    private final Terminal terminal = new Terminal();

    @ParameterizedTest
    @CsvSource({
        "RSA,SHA256withRSA,true",
        "RSA,SHA256withRSA,false",
        "EC,SHA256withECDSA,true",
        "EC,SHA256withECDSA,false",
        "Ed25519,Ed25519,false"
    })
    void certificateAndKeyAreEmbedded(String kind, String signature, boolean traditional) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(kind).generateKeyPair();
        Path certificate = certificate(pair, signature, Duration.ofDays(1));
        Path key = key(traditional ? traditional(pair) : pkcs8(pair.getPrivate()));

        assertThat(run(certificate, key, "--print")).as(terminal.err()).isZero();

        assertThat(terminal.out())
                .contains(
                        "client-certificate-data: " + base64(certificate) + "\n",
                        "client-key-data: " + base64(key) + "\n");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void theFilesAreReferredTo() throws Exception {
        KeyPair pair = rsa();
        Path certificate = certificate(pair, "SHA256withRSA", Duration.ofDays(1));
        Path key = key(pkcs8(pair.getPrivate()));

        assertThat(run(certificate, key, "--print", "--client-certificate-reference"))
                .isZero();

        assertThat(terminal.out())
                .contains("client-certificate: " + certificate + "\n", "client-key: " + key + "\n")
                .doesNotContain("-data");
    }

    @ParameterizedTest
    @CsvSource({"RSA,SHA256withRSA", "EC,SHA256withECDSA"})
    void theGatewayIsAskedForAllClustersInTheCertificatesName(String kind, String signature) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(kind).generateKeyPair();
        Path certificate = certificate(pair, signature, Duration.ofDays(1));
        Path key = key(pkcs8(pair.getPrivate()));
        try (FakeProvider gateway = new FakeProvider()) {
            gateway.pages.put(
                    "/apis/culvert.dev/v1/selfsubject/clusters",
                    "{\"items\":[{\"metadata\":{\"name\":\"edge-1\"}},{\"metadata\":{\"name\":\"edge-2\"}}]}");
            Path authority = Files.writeString(directory.resolve("ca.crt"), gateway.pem());

            int code = terminal.run(
                    "--gateway=" + gateway.issuer(),
                    "--ca-file=" + authority,
                    "--all",
                    "--client-certificate=" + certificate,
                    "--client-key=" + key,
                    "--print");

            assertThat(code).as(terminal.err()).isZero();
            assertThat(terminal.out())
                    .contains("/clusters/edge-1\n", "/clusters/edge-2\n", "client-key-data: " + base64(key) + "\n");
            assertThat(gateway.certificates).containsExactly("CN=alice");
            assertThat(gateway.authorizations).isEmpty();
        }
    }

    @Test
    void anExpiredCertificateIsWrittenWithAWarning() throws Exception {
        KeyPair pair = rsa();

        assertThat(run(
                        certificate(pair, "SHA256withRSA", Duration.ofDays(-1)),
                        key(pkcs8(pair.getPrivate())),
                        "--print"))
                .isZero();

        assertThat(terminal.err()).contains("warning: the certificate of CN=alice has expired");
    }

    @Test
    void anotherCertificatesKeyIsRefused() throws Exception {
        Path certificate = certificate(rsa(), "SHA256withRSA", Duration.ofDays(1));

        assertRefused(certificate, key(pkcs8(rsa().getPrivate())), "does not belong to the certificate");
        KeyPair curve = KeyPairGenerator.getInstance("EC").generateKeyPair();
        assertRefused(certificate, key(pkcs8(curve.getPrivate())), "does not belong to the certificate");
    }

    @Test
    void anEncryptedKeyIsRefused() throws Exception {
        KeyPair pair = rsa();
        var password = new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                .setProvider(new BouncyCastleProvider())
                .setPassword("changeit".toCharArray())
                .build();

        assertRefused(
                certificate(pair, "SHA256withRSA", Duration.ofDays(1)),
                key(new JcaPKCS8Generator(pair.getPrivate(), password)),
                "is encrypted");
    }

    @Test
    void whatIsNoKeyIsRefusedAndNotRepeated() throws Exception {
        Path certificate = certificate(rsa(), "SHA256withRSA", Duration.ofDays(1));

        assertRefused(certificate, Files.writeString(directory.resolve("k1"), "s3cret"), "holds no PEM private key");
        assertRefused(
                certificate,
                Files.writeString(
                        directory.resolve("k2"), "-----BEGIN PRIVATE KEY-----\ns3cret\n-----END PRIVATE KEY-----\n"),
                "is not a PEM");
        assertRefused(certificate, certificate, "holds no PEM private key");
    }

    private void assertRefused(Path certificate, Path key, String reason) {
        terminal.clear();
        assertThat(run(certificate, key, "--print")).isEqualTo(2);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).contains(reason).doesNotContain("s3cret").hasLineCount(1);
    }

    private int run(Path certificate, Path key, String... more) {
        String[] arguments = new String[more.length + 4];
        arguments[0] = "--gateway=https://gw.example.com:8443";
        arguments[1] = "--cluster=a";
        arguments[2] = "--client-certificate=" + certificate;
        arguments[3] = "--client-key=" + key;
        System.arraycopy(more, 0, arguments, 4, more.length);
        return terminal.run(arguments);
    }

    private static KeyPair rsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private Path certificate(KeyPair pair, String signature, Duration left) throws Exception {
        X500Name name = new X500Name("CN=alice");
        Instant end = Instant.now().plus(left);
        var built = new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(64, new SecureRandom()),
                        Date.from(end.minus(Duration.ofDays(10))),
                        Date.from(end),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder(signature).build(pair.getPrivate()));
        return pem("alice.crt", new JcaMiscPEMGenerator(built));
    }

    private Path key(PemObjectGenerator content) throws IOException {
        return pem("alice.key", content);
    }

    /** As openssl writes it: a curve's key with the public one in it. */
    private static PemObjectGenerator traditional(KeyPair pair) throws IOException {
        if (!(pair.getPrivate() instanceof java.security.interfaces.ECPrivateKey key)) {
            return new JcaMiscPEMGenerator(pair.getPrivate());
        }
        SubjectPublicKeyInfo info =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        ECPrivateKey encoded = new ECPrivateKey(
                key.getParams().getOrder().bitLength(),
                key.getS(),
                new DERBitString(info.getPublicKeyData().getBytes()),
                info.getAlgorithm().getParameters());
        return new PemObject("EC PRIVATE KEY", encoded.getEncoded());
    }

    private static JcaPKCS8Generator pkcs8(PrivateKey key) throws IOException {
        return new JcaPKCS8Generator(key, null);
    }

    private Path pem(String name, PemObjectGenerator content) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(content);
        }
        return Files.writeString(directory.resolve(name), text.toString());
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }
}
