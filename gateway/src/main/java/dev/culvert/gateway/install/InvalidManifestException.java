package dev.culvert.gateway.install;

/** A parameter that no cluster would take. The message is one line that names it, and holds no secret. */
public final class InvalidManifestException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidManifestException(String message) {
        super(message);
    }
}
