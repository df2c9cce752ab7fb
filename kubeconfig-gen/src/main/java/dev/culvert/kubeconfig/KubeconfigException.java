package dev.culvert.kubeconfig;

/** Why nothing was written, in one line for the person at the terminal. Never holds a secret. */
public final class KubeconfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KubeconfigException(String message) {
        super(message);
    }

    public KubeconfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
