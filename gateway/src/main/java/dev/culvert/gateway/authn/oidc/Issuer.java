package dev.culvert.gateway.authn.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.authn.Proof;
import dev.culvert.gateway.config.OidcConfig;
import io.vertx.core.Future;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** One issuer, whose tokens become callers. Any thread. */
final class Issuer {
    private final IssuerKeys keys;
    private final SignatureCheck signatures;
    private final TokenClaims claims;
    private final boolean endsStreams;
    private final InstantSource clock;

    /**
     * A token that counts.
     *
     * @param end when it stops to
     */
    record Verified(Caller caller, Instant end) {}

    Issuer(OidcConfig config, IssuerKeys keys, InstantSource clock) {
        this.keys = keys;
        this.signatures = new SignatureCheck(config.algorithms());
        this.claims = new TokenClaims(config);
        this.endsStreams = config.endsStreams();
        this.clock = clock;
    }

    /** Asks for the keys before a caller needs them. */
    void prepare() {
        keys.newer();
    }

    /** Completes with the caller; fails with {@link InvalidTokenException}, or where the issuer's keys cannot be had. */
    Future<Verified> verify(SignedJWT token) {
        try {
            signatures.requireAllowed(token);
            Optional<JWKSet> current = keys.current();
            if (current.isPresent() && signatures.isSignedByOneOf(token, current.get())) {
                return Future.succeededFuture(caller(token));
            }
            return keys.newer().compose(newer -> {
                try {
                    if (newer.isEmpty() || !signatures.isSignedByOneOf(token, newer.get())) {
                        throw new InvalidTokenException("none of the issuer's keys has signed it");
                    }
                    return Future.succeededFuture(caller(token));
                } catch (InvalidTokenException e) {
                    return Future.failedFuture(e);
                }
            });
        } catch (InvalidTokenException e) {
            return Future.failedFuture(e);
        }
    }

    private Verified caller(SignedJWT token) throws InvalidTokenException {
        try {
            JWTClaimsSet set = token.getJWTClaimsSet();
            Instant end = claims.end(set);
            Proof proof = new Proof.IdToken(endsStreams ? end : null);
            return new Verified(claims.callerOf(set, clock.instant()).by(proof), end);
        } catch (ParseException e) {
            throw new InvalidTokenException("its claims are malformed");
        }
    }
}
