package dev.culvert.kubeconfig.oidc;

import java.time.Instant;
import java.util.Optional;

/**
 * What a login gave.
 *
 * @param idToken what the gateway is shown
 * @param subject whom the ID token names
 * @param expires when the ID token does
 * @param refreshToken for the next ones
 */
record Tokens(String idToken, String subject, Instant expires, Optional<String> refreshToken) {
    /** With the former refresh token where the provider gave no new one. */
    Tokens keeping(String former) {
        return refreshToken.isPresent() ? this : new Tokens(idToken, subject, expires, Optional.of(former));
    }

    @Override
    public String toString() {
        return "Tokens[redacted, expires=" + expires + "]";
    }
}
