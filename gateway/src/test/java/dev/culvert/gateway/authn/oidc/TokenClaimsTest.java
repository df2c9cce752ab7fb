package dev.culvert.gateway.authn.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.config.OidcConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenClaimsTest {
    private static final OidcConfig PLAIN = TestIssuer.config();

    private final TestIssuer issuer = new TestIssuer();

    @Test
    void theSubjectIsTheNameAndGroupsAreThereWhereAClaimIsNamed() throws InvalidTokenException {
        JWTClaimsSet claims = issuer.claims()
                .claim("groups", List.of("dev", "ops"))
                .claim("role", "admin")
                .build();

        assertThat(caller(PLAIN, claims)).isEqualTo(Caller.named("jane"));
        assertThat(caller(TestIssuer.config("sub", "corp#", "groups", Map.of()), claims))
                .isEqualTo(new Caller("corp#jane", null, List.of("oidc:dev", "oidc:ops"), Map.of()));
        assertThat(caller(TestIssuer.config("sub", "", "role", Map.of()), claims)
                        .groups())
                .containsExactly("oidc:admin");
        assertThat(caller(TestIssuer.config("sub", "", "missing", Map.of()), claims)
                        .groups())
                .isEmpty();
    }

    @Test
    void groupsThatAreNoTextsAreRefused() {
        OidcConfig config = TestIssuer.config("sub", "", "groups", Map.of());
        for (Object groups :
                Arrays.<Object>asList(1, List.of("dev", 1), Map.of("dev", true), List.of(List.of("dev")))) {
            refused(config, issuer.claims().claim("groups", groups), "the groups are no texts");
        }
    }

    @Test
    void oneAudienceOfSeveralIsEnoughAndNoneIsNot() throws InvalidTokenException {
        assertThat(caller(
                        PLAIN,
                        issuer.claims().audience(List.of("third", "culvert")).build()))
                .isEqualTo(Caller.named("jane"));
        refused(PLAIN, issuer.claims().audience("third"), "another audience");
        refused(PLAIN, issuer.claims().audience((String) null), "another audience");
    }

    @Test
    void anIssuerThatIsAlmostTheSameIsAnother() {
        refused(PLAIN, issuer.claims().issuer(TestIssuer.URL + "/"), "another issuer");
        refused(PLAIN, issuer.claims().issuer(null), "another issuer");
    }

    @Test
    void aTokenCountsFromItsBeginningToItsEndAndAsLongAsClocksMayDiffer() throws InvalidTokenException {
        JWTClaimsSet claims = issuer.claims()
                .notBeforeTime(Date.from(issuer.instant().plusSeconds(60)))
                .build();
        assertThat(caller(PLAIN, claims).name()).isEqualTo("jane");
        issuer.pass(Duration.ofSeconds(359));
        assertThat(caller(PLAIN, claims).name()).isEqualTo("jane");
        issuer.pass(Duration.ofSeconds(1));

        assertThatThrownBy(() -> caller(PLAIN, claims)).hasMessage("it has expired");
        refused(PLAIN, issuer.claims().notBeforeTime(Date.from(issuer.instant().plusSeconds(61))), "not count yet");
        refused(PLAIN, issuer.claims().expirationTime(null), "expired");
    }

    @Test
    void anAddressMustBeVerifiedWhereTheIssuerSpeaksOfIt() throws InvalidTokenException {
        OidcConfig config = TestIssuer.config("email", "", null, Map.of());
        JWTClaimsSet.Builder claims = issuer.claims().claim("email", "jane@example.com");

        assertThat(caller(config, claims.build()).name()).isEqualTo("jane@example.com");
        assertThat(caller(config, claims.claim("email_verified", true).build()).name())
                .isEqualTo("jane@example.com");
        for (Object verified : List.of(false, "true", 1)) {
            refused(config, claims.claim("email_verified", verified), "not verified");
        }
    }

    @Test
    void aNameIsATextAndNotEmpty() {
        OidcConfig config = TestIssuer.config("login", "corp#", null, Map.of());
        refused(config, issuer.claims(), "the claim login is missing");
        for (Object name : List.of("", 7, List.of("jane"))) {
            refused(config, issuer.claims().claim("login", name), "the claim login is missing, or no text");
        }
    }

    @Test
    void requiredClaimsHaveExactlyTheirValue() throws InvalidTokenException {
        OidcConfig config = TestIssuer.config("sub", "", null, Map.of("hd", "example.com", "tier", "gold"));
        JWTClaimsSet.Builder claims = issuer.claims().claim("hd", "example.com");
        refused(config, claims, "tier");
        refused(config, claims.claim("tier", List.of("gold")), "tier");
        refused(config, claims.claim("tier", "Gold"), "tier");

        assertThat(caller(config, claims.claim("tier", "gold").build()).name()).isEqualTo("jane");
    }

    private Caller caller(OidcConfig config, JWTClaimsSet claims) throws InvalidTokenException {
        return new TokenClaims(config).callerOf(claims, issuer.instant());
    }

    private void refused(OidcConfig config, JWTClaimsSet.Builder claims, String why) {
        assertThatThrownBy(() -> caller(config, claims.build()))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessageContaining(why);
    }
}
