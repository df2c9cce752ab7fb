package dev.culvert.tunnel.failure;

/**
 * The peer broke the protocol: its carrier ends with the code. Carries no stack trace, since a hostile peer decides how often
 * it is thrown.
 */
public final class ProtocolViolationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final CloseCode code;

    /** Something that does not parse, or a frame that is not legal where it came. */
    public ProtocolViolationException(String message) {
        this(CloseCode.PROTOCOL_ERROR, message);
    }

    /** The code says how: {@link CloseCode#PROTOCOL_ERROR} or {@link CloseCode#FLOW_CONTROL_ERROR}. */
    public ProtocolViolationException(CloseCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** With which code the carrier ends. */
    public CloseCode code() {
        return code;
    }
}
