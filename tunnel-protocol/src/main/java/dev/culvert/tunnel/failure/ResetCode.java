package dev.culvert.tunnel.failure;

/**
 * Why a stream ended before both of its directions had ended cleanly: {@code culvert.tunnel.v1.Reset.Code}.
 *
 * <p>The litmus test between neighbours is what may have happened at the kube-apiserver: after {@link #REFUSED},
 * {@link #UPSTREAM_UNREACHABLE}, {@link #UNSUPPORTED} and {@link #MALFORMED} nothing was executed; after every other code
 * the request may have been.
 */
public enum ResetCode {
    /** A code this side does not know. Treated like {@link #INTERNAL_ERROR}. */
    UNSPECIFIED(0, true),
    /** The sender no longer wants the exchange: its caller is gone. */
    CANCELLED(1, true),
    /** The stream was not taken: too many streams, draining, no memory. The request may be sent again elsewhere. */
    REFUSED(2, false),
    /** The kube-apiserver could not be reached, or its certificate not be verified. */
    UPSTREAM_UNREACHABLE(3, false),
    /** The connection to the kube-apiserver broke after some of the request had been sent. */
    UPSTREAM_BROKEN(4, true),
    /** A kind of stream, or a feature, that the answerer does not have. */
    UNSUPPORTED(5, false),
    /** The request, or a frame of it, is malformed. */
    MALFORMED(6, false),
    /** The sender failed. */
    INTERNAL_ERROR(7, true),
    /** The carrier ended first. Reported by each side to its own streams, never sent. */
    CARRIER_LOST(8, true),
    /** The kube-apiserver's answer must not be relayed, such as a redirect in answer to an upgrade. */
    UPSTREAM_INVALID(9, true);

    private final int number;
    private final boolean mayHaveExecuted;

    ResetCode(int number, boolean mayHaveExecuted) {
        this.number = number;
        this.mayHaveExecuted = mayHaveExecuted;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    /** Whether the request may have been executed, wholly or in part, when this code is all that is known. */
    public boolean mayHaveExecuted() {
        return mayHaveExecuted;
    }

    /** The code with that number; {@link #UNSPECIFIED} for numbers that a newer peer may know. */
    public static ResetCode of(int number) {
        ResetCode[] codes = values();
        return number >= 0 && number < codes.length ? codes[number] : UNSPECIFIED;
    }
}
