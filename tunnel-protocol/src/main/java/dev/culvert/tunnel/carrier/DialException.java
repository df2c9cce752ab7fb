package dev.culvert.tunnel.carrier;

import java.util.Objects;

/**
 * A carrier could not be made. Carries no stack trace: it reports an event of the network. The message is for people and
 * logs, and never holds the credential.
 */
public final class DialException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Hop hop;
    private final boolean permanent;
    private final String detail;

    /**
     * @param hop the first thing on the way that did not work
     * @param permanent whether dialling again in the same way cannot help before somebody changes something: another kind of
     *     carrier might, so might another credential
     */
    public DialException(Hop hop, boolean permanent, String message) {
        super(hop + ": " + message, null, false, false);
        this.hop = Objects.requireNonNull(hop, "hop");
        this.permanent = permanent;
        this.detail = message;
    }

    /** The first thing on the way that did not work. */
    public Hop hop() {
        return hop;
    }

    /** Whether dialling again in the same way cannot help before somebody changes something. */
    public boolean permanent() {
        return permanent;
    }

    /** What was said of it, without the hop; for people and logs. */
    public String detail() {
        return detail;
    }
}
