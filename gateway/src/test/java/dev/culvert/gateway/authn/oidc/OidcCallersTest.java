package dev.culvert.gateway.authn.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.authn.Credential;
import dev.culvert.gateway.authn.Proof;
import dev.culvert.gateway.status.StatusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OidcCallersTest {
    private final TestIssuer issuer = new TestIssuer();
    private final OidcCallers callers = issuer.callers(TestIssuer.config());

    @Test
    void aTokenOfTheIssuersIsItsCaller() {
        assertJane(issuer.token());
    }

    @Test
    void theSameTokenIsNotVerifiedAgainAtOnceAndStillExpires() {
        String token = issuer.sign(issuer.claims()
                .expirationTime(Date.from(issuer.instant().plusSeconds(1)))
                .build());
        assertJane(token);
        issuer.pass(Duration.ofSeconds(60));
        assertJane(token);
        issuer.pass(Duration.ofSeconds(1));

        assertRefused(token);
    }

    @Test
    void aNewKeyIsFetchedOnceItIsMet() {
        assertJane(issuer.token());
        issuer.pass(IssuerKeys.PAUSE);
        issuer.rotate("k2");

        assertJane(issuer.token());
        assertThat(issuer.fetches).isEqualTo(2);
    }

    @Test
    void aNewKeyUnderAnOldNameIsFetchedToo() {
        assertJane(issuer.token());
        issuer.pass(IssuerKeys.PAUSE);
        issuer.rotate("k1");

        assertJane(issuer.token());
    }

    @Test
    void unknownKeysDoNotMakeTheIssuerBusy() {
        assertJane(issuer.token());
        TestIssuer forger = new TestIssuer();
        for (int i = 0; i < 100; i++) {
            forger.rotate("f" + i);
            assertRefused(forger.token());
            issuer.pass(Duration.ofMillis(100));
        }

        assertThat(issuer.fetches).isEqualTo(1);
        assertRefused(forger.token());
        assertThat(issuer.fetches).isEqualTo(2);
    }

    @Test
    void aWithdrawnKeyStopsToCountAfterAWhile() {
        assertJane(issuer.token());
        issuer.pass(IssuerKeys.FRESH);
        List<String> old = List.of(oldToken(1), oldToken(2));
        issuer.rotate("k2");
        Promise<JWKSet> slow = Promise.promise();
        issuer.answer(slow.future());

        // The first look at keys that have aged starts a fetch, and does not wait for it.
        assertJane(old.get(0));
        slow.complete(new JWKSet(issuer.key()));
        assertRefused(old.get(1));
        assertThat(issuer.fetches).isEqualTo(2);
    }

    private String oldToken(int number) {
        return issuer.sign(issuer.claims().claim("number", number).build());
    }

    @Test
    void whileTheIssuerIsAwayItsKeysCountOnForADay() {
        assertJane(issuer.token());
        issuer.answer(Future.failedFuture("away"));
        issuer.pass(IssuerKeys.USABLE.minusSeconds(1));
        assertJane(issuer.token());

        issuer.pass(Duration.ofSeconds(1));
        assertRefused(issuer.token());
        issuer.answer(null);
        issuer.pass(IssuerKeys.PAUSE);
        assertJane(issuer.token());
    }

    @Test
    void anIssuerThatWasAwayAtFirstIsAskedAgainAndNotAtOnce() {
        issuer.answer(Future.failedFuture("away"));
        assertRefused(issuer.token());
        issuer.answer(null);
        assertRefused(issuer.token());
        assertThat(issuer.fetches).isEqualTo(1);

        issuer.pass(IssuerKeys.PAUSE);
        assertJane(issuer.token());
    }

    @Test
    void manyWaitForOneFetch() {
        Promise<JWKSet> slow = Promise.promise();
        issuer.answer(slow.future());
        List<Future<Caller>> waiting = List.of(ask(issuer.token()), ask(issuer.token()));
        assertThat(waiting).noneMatch(Future::isComplete);

        slow.complete(new JWKSet(issuer.key()));

        assertThat(waiting).allMatch(Future::succeeded);
        assertThat(issuer.fetches).isEqualTo(1);
    }

    @Test
    void aTokenThatNamesNoKeyMayBeSignedByAny() throws JOSEException {
        ECKey nameless = new ECKey.Builder(issuer.key()).keyID(null).build();
        SignedJWT token =
                new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), issuer.claims().build());
        token.sign(new com.nimbusds.jose.crypto.ECDSASigner(nameless));

        assertJane(token.serialize());
    }

    @Test
    void unsignedTokensAndThoseOfThePublicKeyAsASecretDoNotCount() throws JOSEException {
        RSAKey rsa =
                new RSAKeyGenerator(2048).keyID("k1").keyUse(KeyUse.SIGNATURE).generate();
        issuer.answer(Future.succeededFuture(new JWKSet(rsa).toPublicJWKSet()));
        SignedJWT hmac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(),
                issuer.claims().build());
        hmac.sign(new MACSigner(rsa.toRSAPublicKey().getEncoded()));

        assertRefused(hmac.serialize());
        assertRefused(new PlainJWT(issuer.claims().build()).serialize());
        assertThat(issuer.fetches).isZero();
    }

    @Test
    void anAlgorithmThatIsNotAllowedDoesNotCountThoughTheKeyIsRight() throws JOSEException {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("k1").generate();
        issuer.answer(Future.succeededFuture(new JWKSet(rsa).toPublicJWKSet()));

        assertRefused(signed(rsa, JWSAlgorithm.RS512));
        assertJane(signed(rsa, JWSAlgorithm.RS256));
    }

    @Test
    void keysForEncryptionAndShortOnesVerifyNothing() throws JOSEException {
        RSAKey encryption =
                new RSAKeyGenerator(2048).keyID("k1").keyUse(KeyUse.ENCRYPTION).generate();
        RSAKey small = new RSAKeyGenerator(1024, true).keyID("k2").generate();
        issuer.answer(Future.succeededFuture(new JWKSet(List.of(encryption, small)).toPublicJWKSet()));

        assertRefused(signed(encryption, JWSAlgorithm.RS256));
        issuer.pass(IssuerKeys.PAUSE);
        RSAKey shortKey = small;
        assertRefused(signedBySmall(shortKey));
    }

    @Test
    void aChangedTokenDoesNotCount() {
        String[] parts = issuer.token().split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String changed = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.replace("jane", "root").getBytes(StandardCharsets.UTF_8));

        assertRefused(parts[0] + "." + changed + "." + parts[2]);
        assertRefused(parts[0] + "." + parts[1] + ".");
    }

    @Test
    void whatIsNoTokenOfAConfiguredIssuerAsksNobody() {
        for (String text : List.of(
                "cvc_abc",
                ".",
                "..",
                "a.b",
                "a.b.c",
                "a.b.c.d.e",
                "\u0000.\u0000.\u0000",
                "x".repeat(300_000) + ".y.z")) {
            assertRefused(text);
        }
        assertRefused(
                issuer.sign(issuer.claims().issuer("https://elsewhere.test").build()));
        assertThat(issuer.fetches).isZero();
    }

    @Test
    void withoutATokenOneIsAskedFor() {
        assertThat(callers.authenticate(Credential.none()).cause())
                .isInstanceOfSatisfying(StatusException.class, status -> {
                    assertThat(status.code()).isEqualTo(401);
                    assertThat(status.text()).isEqualTo("a bearer token is needed");
                });
    }

    private String signed(RSAKey key, JWSAlgorithm algorithm) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(),
                issuer.claims().build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private String signedBySmall(RSAKey key) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                issuer.claims().build());
        token.sign(new RSASSASigner(key.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance())));
        return token.serialize();
    }

    private Future<Caller> ask(String token) {
        return callers.authenticate(Credential.bearer(token));
    }

    private void assertJane(String token) {
        assertThat(ask(token).result()).isEqualTo(Caller.named("jane").by(new Proof.IdToken(null)));
    }

    private void assertRefused(String token) {
        assertRefused(callers, token);
    }

    private static void assertRefused(OidcCallers by, String token) {
        assertThat(by.authenticate(Credential.bearer(token)).cause())
                .isInstanceOfSatisfying(StatusException.class, status -> {
                    assertThat(status.code()).isEqualTo(401);
                    assertThat(status.text()).isEqualTo("the token is not valid");
                });
    }
}
