package dev.culvert.kubeconfig.oidc;

/** Why there is no token, in one line for the person at the terminal. Never holds a secret. */
public final class OidcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean loginHelps;

    private OidcException(String message, boolean loginHelps, Throwable cause) {
        super(message, cause);
        this.loginHelps = loginHelps;
    }

    /** The provider cannot be reached, or says what it should not: another try may help, another login does not. */
    static OidcException failed(String message, Throwable cause) {
        return new OidcException(message, false, cause);
    }

    static OidcException failed(String message) {
        return new OidcException(message, false, new IllegalStateException(message));
    }

    /** The login is over: only another one helps. */
    static OidcException loggedOut(String message) {
        return new OidcException(message, true, new IllegalStateException(message));
    }

    boolean loginHelps() {
        return loginHelps;
    }
}
