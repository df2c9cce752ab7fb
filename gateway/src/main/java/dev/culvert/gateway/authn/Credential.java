package dev.culvert.gateway.authn;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a caller showed to say who it is: a bearer token, or nothing. Later also the client certificate of its connection.
 *
 * @param bearerToken null where none was sent
 */
public record Credential(@Nullable String bearerToken) {
    private static final Credential NONE = new Credential(null);

    /** Nothing was shown. */
    public static Credential none() {
        return NONE;
    }

    /** The token of the Authorization header, without its scheme, or of the WebSocket subprotocol. */
    public static Credential bearer(String token) {
        return new Credential(token);
    }

    /** The token, where one was sent. */
    public Optional<String> token() {
        return Optional.ofNullable(bearerToken);
    }

    /** Never the token. */
    @Override
    public String toString() {
        return bearerToken == null ? "Credential[none]" : "Credential[bearer …]";
    }
}
