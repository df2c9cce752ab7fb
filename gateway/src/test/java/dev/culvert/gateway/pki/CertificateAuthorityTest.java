package dev.culvert.gateway.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private final CertificateAuthority authority = CertificateAuthority.create("Test CA", InstantSource.fixed(NOW));

    @Test
    void theAuthorityMaySignAndNothingElse() throws Exception {
        X509Certificate own = authority.own().certificate();

        own.verify(own.getPublicKey());
        assertThat(own.getBasicConstraints()).isZero();
        assertThat(own.getKeyUsage()).startsWith(false, false, false, false, false, true, true);
        assertThat(own.getCriticalExtensionOIDs()).contains("2.5.29.19", "2.5.29.15");
    }

    @Test
    void aServersCertificateCoversItsNamesAndIsSignedByTheAuthority() throws Exception {
        IssuedCertificate server =
                authority.issueServer(List.of("gw.example.com", "127.0.0.1", "::1", "*.clusters.example.com"));

        X509Certificate certificate = server.certificate();
        certificate.verify(authority.own().certificate().getPublicKey());
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactly("gw.example.com", "127.0.0.1", "0:0:0:0:0:0:0:1", "*.clusters.example.com");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getNotBefore().toInstant()).isBefore(NOW);
        assertThat(certificate.getNotAfter().toInstant())
                .isBetween(NOW.plusSeconds(86_400L * 800), NOW.plusSeconds(86_400L * 826));
    }

    @Test
    void serialNumbersDiffer() {
        assertThat(IntStream.range(0, 3).mapToObj(i -> authority
                        .issueServer(List.of("localhost"))
                        .certificate()
                        .getSerialNumber()))
                .doesNotHaveDuplicates()
                .allMatch(serial -> serial.signum() > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "https://x", "a_b", "x:443", "*", "a.*.b", "-a"})
    void whatIsNoHostIsRefused(String host) {
        assertThatThrownBy(() -> authority.issueServer(List.of(host))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tokensAreLongDifferentAndMarked() {
        Token agent = Token.forAgent();

        assertThat(agent.value()).matches("cva_[A-Za-z0-9_-]{43}");
        assertThat(Token.forCaller().value()).matches("cvc_[A-Za-z0-9_-]{43}");
        assertThat(Token.forAgent().value()).isNotEqualTo(agent.value());
        assertThat(new Token("abc").sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void keysAreNotShown() {
        assertThat(authority.own().toString()).doesNotContain("PRIVATE").contains("CN=Test CA");
    }
}
