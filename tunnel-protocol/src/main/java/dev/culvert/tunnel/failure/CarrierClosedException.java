package dev.culvert.tunnel.failure;

/** A carrier ended, or could not be made. Carries no stack trace: it reports an event of the network. */
public final class CarrierClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final CloseCode code;
    private final String detail;
    private final boolean byPeer;

    /**
     * @param byPeer whether the peer said so (its GoAway), as opposed to this side's own judgement
     */
    public CarrierClosedException(CloseCode code, String message, boolean byPeer) {
        super(code + ": " + message, null, false, false);
        this.code = code;
        this.detail = message;
        this.byPeer = byPeer;
    }

    /** Why. */
    public CloseCode code() {
        return code;
    }

    /** Whether the peer said so. */
    public boolean byPeer() {
        return byPeer;
    }

    /** What was said of it, without the code; for people and logs. */
    public String detail() {
        return detail;
    }
}
