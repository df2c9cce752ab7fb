package dev.culvert.tunnel.diagnosis;

/** What is at the bottom of a failure. */
public final class RootCause {
    private static final int MAX_DEPTH = 20;

    private RootCause() {}

    /** Its message, or the name of its kind where it has none. */
    public static String text(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < MAX_DEPTH && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}
