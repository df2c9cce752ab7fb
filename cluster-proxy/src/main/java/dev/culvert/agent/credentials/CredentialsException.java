package dev.culvert.agent.credentials;

/** The API server's address or the agent's credential there cannot be read. One line for people; no secrets. */
public final class CredentialsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CredentialsException(String message) {
        super(message, null, false, false);
    }
}
