package dev.culvert.gateway.authn.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.authn.Credential;
import dev.culvert.gateway.authn.Proof;
import dev.culvert.gateway.authn.certificate.TestAuthority.Made;
import dev.culvert.gateway.status.StatusException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

class CertificateCallersTest {
    private final TestAuthority authority = TestAuthority.root("CN=Test CA");
    private Instant now = TestAuthority.NOW;
    private final CertificateCallers callers = new CertificateCallers(trust(authority), () -> now);

    @Test
    void theCommonNameIsTheUserAndOrganizationsAreGroups() {
        Made jane = authority.client("O=dev,OU=x,O=ops\\, night,CN=jane");

        Instant end = jane.certificate().getNotAfter().toInstant().plusMillis(1);
        assertThat(ask(jane))
                .isEqualTo(new Caller("jane", null, List.of("dev", "ops, night"), Map.of())
                        .by(new Proof.Certificate(List.of(jane.certificate()), end)));
        assertThat(ask(authority.client("CN=zoë\\+CN\\=root")).name()).isEqualTo("zoë+CN=root");
    }

    @Test
    void aSubjectWithoutOneNameIsNobodys() {
        refused(authority.client("O=dev"));
        refused(authority.client("CN=jane,CN=root"));
        refused(authority.client("CN=jane+CN=root"));
    }

    @Test
    void aCertificateCountsFromItsBeginningToItsEndAlsoWhenItIsRemembered() {
        Made jane = authority.client("CN=jane");
        assertThat(ask(jane).name()).isEqualTo("jane");
        now = jane.certificate().getNotAfter().toInstant();
        assertThat(ask(jane).name()).isEqualTo("jane");

        now = now.plusMillis(1);
        refused(jane);
        now = jane.certificate().getNotBefore().toInstant().minusMillis(1);
        refused(jane);
    }

    @Test
    void anotherAuthoritysCertificateIsNobodysThoughItHasTheSameName() {
        refused(TestAuthority.root("CN=Test CA").client("CN=jane"));
        refused(TestAuthority.root("CN=Other CA").client("CN=jane"));
        Made alone = TestAuthority.selfSigned("CN=jane");
        refused(alone);
    }

    @Test
    void aServersCertificateAndAnAuthoritysAreNobodys() {
        refused(authority.made("CN=gateway", false, KeyPurposeId.id_kp_serverAuth));
        refused(authority.made("CN=anything", false));
        refused(authority.made("CN=sub", true, KeyPurposeId.id_kp_clientAuth));
        assertThat(callers.authenticate(Credential.certificate(List.of(authority.certificate())))
                        .failed())
                .isTrue();
    }

    @Test
    void anIntermediateAuthorityCountsWhereItIsShownAndMayIssue() {
        TestAuthority below = authority.below("CN=Sub CA");
        Made jane = below.client("CN=jane");

        refused(jane);
        assertThat(ask(jane.certificate(), below.certificate()).name()).isEqualTo("jane");
        assertThat(ask(jane.certificate(), authority.certificate(), below.certificate())
                        .name())
                .isEqualTo("jane");

        Made notAnAuthority = authority.client("CN=carl");
        Made forged = notAnAuthority.issuing().client("CN=root");
        assertThat(callers.authenticate(
                                Credential.certificate(List.of(forged.certificate(), notAnAuthority.certificate())))
                        .failed())
                .isTrue();
    }

    @Test
    void aLongChainIsNotLookedAt() {
        Made jane = authority.client("CN=jane");
        X509Certificate[] chain = new X509Certificate[9];
        Arrays.fill(chain, jane.certificate());

        assertThat(callers.authenticate(Credential.certificate(List.of(chain))).failed())
                .isTrue();
    }

    @Test
    void aRevokedCertificateStopsToCountAtOnceAlsoWhereItWasRemembered() {
        Made jane = authority.client("CN=jane");
        Made carl = authority.client("CN=carl");
        assertThat(ask(jane).name()).isEqualTo("jane");

        callers.use(new ClientTrust(
                List.of(authority.certificate()),
                List.of(authority.revoking(jane.certificate().getSerialNumber()))));

        refused(jane);
        assertThat(ask(carl).name()).isEqualTo("carl");
    }

    @Test
    void anOldListStillRevokesWhatItSays() {
        Made jane = authority.client("CN=jane");
        callers.use(new ClientTrust(
                List.of(authority.certificate()),
                List.of(authority.revoking(jane.certificate().getSerialNumber()))));
        now = now.plus(Duration.ofHours(30));

        refused(jane);
    }

    @Test
    void aListOfSomebodyElsesIsRefused() {
        TestAuthority namesake = TestAuthority.root("CN=Test CA");

        assertThatThrownBy(() ->
                        new ClientTrust(List.of(authority.certificate()), List.of(namesake.revoking(BigInteger.ONE))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("signed by none of the authorities");
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThat(callers.authenticate(Credential.none()).cause())
                .isInstanceOfSatisfying(StatusException.class, status -> {
                    assertThat(status.code()).isEqualTo(401);
                    assertThat(status.text()).isEqualTo("a bearer token, or a client certificate, is needed");
                });
        assertThat(callers.authenticate(Credential.bearer("x")).cause()).hasMessageContaining("the token is not valid");
    }

    private Caller ask(Made made) {
        return ask(made.certificate());
    }

    private Caller ask(X509Certificate... chain) {
        return callers.authenticate(Credential.certificate(List.of(chain))).result();
    }

    private void refused(Made made) {
        assertThat(callers.authenticate(Credential.certificate(List.of(made.certificate())))
                        .cause())
                .isInstanceOfSatisfying(StatusException.class, status -> {
                    assertThat(status.code()).isEqualTo(401);
                    assertThat(status.text()).isEqualTo("the client certificate is not valid");
                });
    }

    private static ClientTrust trust(TestAuthority authority) {
        return new ClientTrust(List.of(authority.certificate()), List.of());
    }
}
