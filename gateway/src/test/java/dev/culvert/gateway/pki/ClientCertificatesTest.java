package dev.culvert.gateway.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCertificatesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ClientSubject JANE = new ClientSubject("jane", List.of("dev", "ops"));

    private final CertificateAuthority authority = CertificateAuthority.create("Test CA", () -> NOW);

    @Test
    void aClientsCertificateIsForClientsAlone() throws Exception {
        X509Certificate client = authority.issueClient(JANE, Duration.ofDays(7)).certificate();

        client.verify(authority.own().certificate().getPublicKey());
        assertThat(client.getSubjectX500Principal().getName()).isEqualTo("CN=jane,O=ops,O=dev");
        assertThat(client.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(client.getBasicConstraints()).isEqualTo(-1);
        assertThat(client.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(7)));
    }

    @Test
    void noCertificateOutlivesItsAuthority() {
        assertThat(authority
                        .issueClient(JANE, Duration.ofDays(100_000))
                        .certificate()
                        .getNotAfter())
                .isEqualTo(authority.own().certificate().getNotAfter());
    }

    @Test
    void anAuthorityIsReadFromItsFiles() {
        CertificateAuthority again =
                read(authority.own().certificatePem(), authority.own().keyPem());

        assertThat(again.own().certificate()).isEqualTo(authority.own().certificate());
        assertThat(again.issueClient(JANE, Duration.ofDays(1)).certificate().getIssuerX500Principal())
                .isEqualTo(authority.own().certificate().getSubjectX500Principal());
    }

    @Test
    void filesThatDoNotBelongTogetherAreRefused() {
        IssuedCertificate server = authority.issueServer(List.of("localhost"));
        CertificateAuthority other = CertificateAuthority.create("Other", () -> NOW);

        assertThatThrownBy(
                        () -> read(authority.own().certificatePem(), other.own().keyPem()))
                .hasMessageContaining("the key is not that of");
        assertThatThrownBy(() -> read(server.certificatePem(), server.keyPem()))
                .hasMessageContaining("is no authority's");
        assertThatThrownBy(() -> read("", authority.own().keyPem())).hasMessageContaining("no PEM CERTIFICATE");
        assertThatThrownBy(() -> read(authority.own().certificatePem(), "secret"))
                .hasMessageContaining("no PEM PRIVATE KEY")
                .hasMessageNotContaining("secret");
    }

    @Test
    void ofARequestTheKeyAloneCounts() throws Exception {
        KeyPair keys = keys("secp256r1");
        X509Certificate client =
                authority.issueClient(JANE, SigningRequest.key(request(keys, keys)), Duration.ofDays(1));

        assertThat(client.getPublicKey()).isEqualTo(keys.getPublic());
        assertThat(client.getSubjectX500Principal().getName())
                .contains("CN=jane")
                .doesNotContain("root");
    }

    @Test
    void aRequestForSomebodyElsesKeyIsRefused() throws Exception {
        String forged = request(keys("secp256r1"), keys("secp256r1"));

        assertThatThrownBy(() -> SigningRequest.key(forged)).hasMessage("the request is not signed by its key");
        assertThatThrownBy(() -> SigningRequest.key("")).hasMessage("there is no PEM CERTIFICATE REQUEST");
        assertThatThrownBy(() -> SigningRequest.key(authority.own().certificatePem()))
                .hasMessage("there is no PEM CERTIFICATE REQUEST");
    }

    @Test
    void aWeakKeyIsRefused() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);

        assertThatThrownBy(
                        () -> authority.issueClient(JANE, rsa.generateKeyPair().getPublic(), Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aListKeepsWhatWasOnItAndNamesNothingTwice() throws Exception {
        String first = authority.revoke(null, BigInteger.TWO);
        String second = authority.revoke(Pem.revocations(first), BigInteger.TEN);
        X509CRL list = Pem.revocations(authority.revoke(Pem.revocations(second), BigInteger.TWO));

        list.verify(authority.own().certificate().getPublicKey());
        assertThat(list.getRevokedCertificates())
                .extracting(entry -> entry.getSerialNumber())
                .containsExactlyInAnyOrder(BigInteger.TWO, BigInteger.TEN);
    }

    @Test
    void aListMayBeMadeBeforeAnythingIsRevoked() {
        X509CRL list = Pem.revocations(authority.revoke(null, null));

        assertThat(list.getRevokedCertificates()).isNullOrEmpty();
    }

    @Test
    void anotherAuthoritysListIsNotContinued() {
        X509CRL foreign = Pem.revocations(
                CertificateAuthority.create("Test CA", () -> NOW).revoke(null, BigInteger.TWO));

        assertThatThrownBy(() -> authority.revoke(foreign, BigInteger.TEN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " jane", "a\nb", "system:admin"})
    void whatNobodyIsCalledIsRefused(String name) {
        assertThatThrownBy(() -> new ClientSubject(name, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClientSubject("jane", List.of(name))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameIsTextAndNoSyntax() {
        X509Certificate client = authority
                .issueClient(new ClientSubject("jane,O=admins+CN=root", List.of("#x")), Duration.ofDays(1))
                .certificate();

        assertThat(client.getSubjectX500Principal().getName()).isEqualTo("CN=jane\\,O\\=admins\\+CN\\=root,O=\\#x");
    }

    private static CertificateAuthority read(String certificate, String key) {
        return CertificateAuthority.of(certificate, key, () -> NOW);
    }

    private static String request(KeyPair keys, KeyPair signer) throws Exception {
        return Pem.write(
                "CERTIFICATE REQUEST",
                new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=root,O=admins"), keys.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
                        .getEncoded());
    }

    private static KeyPair keys(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }
}
