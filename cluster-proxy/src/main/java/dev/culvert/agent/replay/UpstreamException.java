package dev.culvert.agent.replay;

import dev.culvert.tunnel.failure.ResetCode;

/** Why a request could not be replayed to its end, in the tunnel's words. Carries no stack trace: an event of the network. */
final class UpstreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ResetCode code;
    private final String text;

    UpstreamException(ResetCode code, String text, Throwable cause) {
        super(text, cause, false, false);
        this.code = code;
        this.text = text;
    }

    ResetCode code() {
        return code;
    }

    /** For the gateway's people: without addresses of the cluster's network. */
    String text() {
        return text;
    }
}
