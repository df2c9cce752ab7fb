package dev.culvert.gateway.authn.oidc;

/** A token does not count. The message is for the log: never the token, nor the value of a claim. */
final class InvalidTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidTokenException(String message) {
        super(message, null, false, false);
    }
}
