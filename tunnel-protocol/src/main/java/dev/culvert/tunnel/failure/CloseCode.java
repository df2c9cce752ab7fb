package dev.culvert.tunnel.failure;

/** Why a carrier ended: {@code culvert.tunnel.v1.GoAway.Code}, and the two endings that have no frame. */
public enum CloseCode {
    /** A code this side does not know. Treated like {@link #INTERNAL_ERROR}. */
    UNSPECIFIED(0, false),
    /** A side shut down, or wanted fewer carriers. Dial again at once. */
    DRAIN(1, false),
    /** The peer broke the protocol. */
    PROTOCOL_ERROR(2, false),
    /** No common protocol version. */
    VERSION_MISMATCH(3, true),
    /** The credential was revoked, has expired, or belongs to another cluster. */
    UNAUTHORIZED(4, true),
    /** The peer sent more than it was granted, or control frames faster than they could be answered. */
    FLOW_CONTROL_ERROR(5, false),
    /** The peer was silent for three keepalive intervals. */
    KEEPALIVE_TIMEOUT(6, false),
    /** The sender failed through no fault of its peer. */
    INTERNAL_ERROR(7, false),
    /** The acceptor is full. */
    OVERLOADED(8, false),
    /** The connection broke without a GoAway. Never sent. */
    CONNECTION_LOST(-1, false);

    private final int number;
    private final boolean permanent;

    CloseCode(int number, boolean permanent) {
        this.number = number;
        this.permanent = permanent;
    }

    /** The number on the wire; negative for a code that is never sent. */
    public int number() {
        return number;
    }

    /** Whether dialling again with the same software and credential cannot help: the dialler backs off to its maximum. */
    public boolean permanent() {
        return permanent;
    }

    /** The code with that number; {@link #UNSPECIFIED} for numbers that a newer peer may know. */
    public static CloseCode of(int number) {
        for (CloseCode code : values()) {
            if (code.number == number && number >= 0) {
                return code;
            }
        }
        return UNSPECIFIED;
    }
}
