package dev.culvert.gateway.authn.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jwt.SignedJWT;
import java.util.Set;

/** Whether a token was signed by one of some keys, by an algorithm that is allowed. Immutable; any thread. */
final class SignatureCheck {
    /** Of an RSA key's modulus. */
    private static final int MIN_RSA_BITS = 2_048;

    private final Set<String> algorithms;

    SignatureCheck(Set<String> algorithms) {
        this.algorithms = Set.copyOf(algorithms);
    }

    /** Before any key is looked for: whoever may choose the algorithm freely may sign with a public key. */
    void requireAllowed(SignedJWT token) throws InvalidTokenException {
        String algorithm = token.getHeader().getAlgorithm().getName();
        if (!algorithms.contains(algorithm)) {
            throw new InvalidTokenException("its algorithm is not among the allowed ones");
        }
    }

    /** False also where none of the keys is the one that the token names. */
    boolean isSignedByOneOf(SignedJWT token, JWKSet keys) {
        JWKMatcher matcher = JWKMatcher.forJWSHeader(token.getHeader());
        return matcher != null
                && new JWKSelector(matcher).select(keys).stream().anyMatch(key -> isSignedBy(token, key));
    }

    private static boolean isSignedBy(SignedJWT token, JWK key) {
        boolean tooSmall = KeyType.RSA.equals(key.getKeyType()) && key.size() < MIN_RSA_BITS;
        if (!(key instanceof AsymmetricJWK asymmetric) || tooSmall) {
            return false;
        }
        try {
            JWSVerifier verifier =
                    new DefaultJWSVerifierFactory().createJWSVerifier(token.getHeader(), asymmetric.toPublicKey());
            return token.verify(verifier);
        } catch (JOSEException | IllegalStateException e) {
            return false;
        }
    }
}
