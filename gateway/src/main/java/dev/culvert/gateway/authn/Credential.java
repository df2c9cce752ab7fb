package dev.culvert.gateway.authn;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a caller showed to say who it is: a bearer token, the client certificate of its connection, or nothing.
 *
 * @param bearerToken null where none was sent
 * @param certificates the chain of the connection, the caller's own first; the caller has its key, and nothing else about it was
 *     verified. Empty where none was shown, or where a token was
 */
public record Credential(@Nullable String bearerToken, List<X509Certificate> certificates) {
    private static final Credential NONE = new Credential(null, List.of());

    public Credential {
        certificates = List.copyOf(certificates);
    }

    /** Nothing was shown. */
    public static Credential none() {
        return NONE;
    }

    /** The token of the Authorization header, without its scheme, or of the WebSocket subprotocol. */
    public static Credential bearer(String token) {
        return new Credential(token, List.of());
    }

    /** The chain of the connection; not empty. */
    public static Credential certificate(List<X509Certificate> chain) {
        return new Credential(null, chain);
    }

    /** The token, where one was sent. */
    public Optional<String> token() {
        return Optional.ofNullable(bearerToken);
    }

    /** Never the token. */
    @Override
    public String toString() {
        if (bearerToken != null) {
            return "Credential[bearer …]";
        }
        return certificates.isEmpty() ? "Credential[none]" : "Credential[certificate]";
    }
}
