package dev.culvert.tunnel.failure;

/** A stream ended broken. Carries no stack trace: it reports an event of the network, many times a second at worst. */
public final class StreamResetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ResetCode code;
    private final String detail;
    private final boolean mayHaveExecuted;

    /** A reset whose consequences are those that the code implies. */
    public StreamResetException(ResetCode code, String message) {
        this(code, message, code.mayHaveExecuted());
    }

    /**
     * @param mayHaveExecuted whether the request may have been executed; false where this side knows better than the code,
     *     such as a carrier lost before the request was written to it
     */
    public StreamResetException(ResetCode code, String message, boolean mayHaveExecuted) {
        super(code + ": " + message, null, false, false);
        this.code = code;
        this.detail = message;
        this.mayHaveExecuted = mayHaveExecuted;
    }

    /** Why. */
    public ResetCode code() {
        return code;
    }

    /** Whether the request may have been executed, wholly or in part. False is a promise, true is not. */
    public boolean mayHaveExecuted() {
        return mayHaveExecuted;
    }

    /** What was said of it, without the code; for people and logs. */
    public String detail() {
        return detail;
    }
}
