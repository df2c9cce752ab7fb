package dev.culvert.gateway.authn.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.culvert.gateway.config.OidcConfig;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A provider without a network, with a clock that tests set: it signs tokens, and says its keys. */
final class TestIssuer implements InstantSource {
    static final String URL = "https://issuer.test";

    private ECKey key = newKey("k1");
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private @Nullable Future<JWKSet> answer;
    int fetches;

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void rotate(String kid) {
        key = newKey(kid);
    }

    /** What is said instead of the keys; null for the keys. */
    void answer(@Nullable Future<JWKSet> other) {
        answer = other;
    }

    Future<JWKSet> keys() {
        fetches++;
        Future<JWKSet> other = answer;
        return other != null ? other : Future.succeededFuture(new JWKSet(key).toPublicJWKSet());
    }

    ECKey key() {
        return key;
    }

    Issuer issuer(OidcConfig config) {
        return new Issuer(config, new IssuerKeys(config.issuer(), this::keys, this), this);
    }

    OidcCallers callers(OidcConfig config) {
        return new OidcCallers(Map.of(config.issuer(), issuer(config)), this);
    }

    /** Claims of a token that counts for five minutes. */
    JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(URL)
                .audience("culvert")
                .subject("jane")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
    }

    String token() {
        return sign(claims().build());
    }

    String sign(JWTClaimsSet claims) {
        try {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .keyID(key.getKeyID())
                    .build();
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static OidcConfig config() {
        return config("sub", "", null, Map.of());
    }

    static OidcConfig config(
            String usernameClaim, String prefix, @Nullable String groups, Map<String, String> required) {
        return new OidcConfig(
                URL,
                null,
                null,
                List.of("other", "culvert"),
                usernameClaim,
                prefix,
                groups,
                "oidc:",
                required,
                Set.of("ES256", "RS256"),
                Duration.ofMinutes(1),
                false);
    }

    static ECKey newKey(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
