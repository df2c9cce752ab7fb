package dev.culvert.gateway.authn.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.config.OidcConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which claims a token of one issuer must have, and which caller they make. Immutable; any thread. */
final class TokenClaims {
    private static final String EMAIL = "email";
    private static final String EMAIL_VERIFIED = "email_verified";

    private final OidcConfig config;

    TokenClaims(OidcConfig config) {
        this.config = config;
    }

    /** The caller, where the claims hold now. The signature was verified before. */
    Caller callerOf(JWTClaimsSet claims, Instant now) throws InvalidTokenException {
        require(config.issuer().equals(claims.getIssuer()), "it is another issuer's");
        require(claims.getAudience().stream().anyMatch(config.audiences()::contains), "it is for another audience");
        requireTime(claims.getExpirationTime(), claims.getNotBeforeTime(), now);
        for (Map.Entry<String, String> required : config.requiredClaims().entrySet()) {
            boolean equal = required.getValue().equals(claims.getClaim(required.getKey()));
            require(equal, "the claim " + required.getKey() + " is missing, or not the required one");
        }
        return new Caller(name(claims), null, groups(claims), Map.of());
    }

    /** When the token stops to count. */
    Instant end(JWTClaimsSet claims) {
        Date expires = claims.getExpirationTime();
        return expires == null ? Instant.MIN : expires.toInstant().plus(config.clockSkew());
    }

    private void requireTime(@Nullable Date expires, @Nullable Date notBefore, Instant now)
            throws InvalidTokenException {
        require(expires != null && now.isBefore(expires.toInstant().plus(config.clockSkew())), "it has expired");
        require(
                notBefore == null || !now.isBefore(notBefore.toInstant().minus(config.clockSkew())),
                "it does not count yet");
    }

    private String name(JWTClaimsSet claims) throws InvalidTokenException {
        Object name = claims.getClaim(config.usernameClaim());
        if (!(name instanceof String text) || text.isEmpty()) {
            throw new InvalidTokenException("the claim " + config.usernameClaim() + " is missing, or no text");
        }
        if (config.usernameClaim().equals(EMAIL)) {
            Object verified = claims.getClaim(EMAIL_VERIFIED);
            boolean missing = !claims.getClaims().containsKey(EMAIL_VERIFIED);
            require(missing || Boolean.TRUE.equals(verified), "the address is not verified");
        }
        return config.usernamePrefix() + text;
    }

    /** A text, or a list of texts; a missing claim is no group. */
    private List<String> groups(JWTClaimsSet claims) throws InvalidTokenException {
        Optional<Object> claim = config.maybeGroupsClaim().map(claims::getClaim);
        if (claim.isEmpty()) {
            return List.of();
        }
        List<?> named = claim.get() instanceof List<?> list ? list : List.of(claim.get());
        List<String> groups = new ArrayList<>(named.size());
        for (Object group : named) {
            if (!(group instanceof String text)) {
                throw new InvalidTokenException("the groups are no texts");
            }
            groups.add(config.groupsPrefix() + text);
        }
        return groups;
    }

    private static void require(boolean holds, String otherwise) throws InvalidTokenException {
        if (!holds) {
            throw new InvalidTokenException(otherwise);
        }
    }
}
