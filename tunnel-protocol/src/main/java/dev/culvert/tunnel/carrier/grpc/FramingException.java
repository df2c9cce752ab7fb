package dev.culvert.tunnel.carrier.grpc;

/** The peer's bytes are no messages that a tunnel takes. */
final class FramingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String detail;

    FramingException(String detail) {
        super(detail, null, false, false);
        this.detail = detail;
    }

    /** What was wrong. */
    String detail() {
        return detail;
    }
}
