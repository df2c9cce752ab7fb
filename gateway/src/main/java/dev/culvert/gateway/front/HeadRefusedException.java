package dev.culvert.gateway.front;

/** A head that can be read and must not be served. The message is for the caller. */
final class HeadRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HeadRefusedException(String message) {
        super(message, null, false, false);
    }
}
