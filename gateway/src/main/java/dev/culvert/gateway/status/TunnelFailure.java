package dev.culvert.gateway.status;

import dev.culvert.tunnel.failure.StreamResetException;

/** What a caller is told of a stream that broke before its response began. */
public final class TunnelFailure {
    private static final int RETRY_AFTER_SECONDS = 1;

    private TunnelFailure() {}

    /** Never fails; what the peer said of the reset stays in the logs. */
    public static StatusException toStatus(StreamResetException reset) {
        return switch (reset.code()) {
            case MALFORMED -> badRequest("the agent refused the request as malformed");
            case UNSUPPORTED -> badRequest("the agent does not support this kind of request");
            case UPSTREAM_UNREACHABLE ->
                agent(StatusException.serviceUnavailable(
                        "the agent cannot reach the cluster's API server", RETRY_AFTER_SECONDS));
            case UPSTREAM_INVALID ->
                agent(StatusException.internalError(
                        "the cluster's API server gave an answer that must not be relayed"));
            case UPSTREAM_BROKEN ->
                reset.mayHaveExecuted()
                        ? agent(unknownOutcome("the connection to the cluster's API server broke"))
                        : agent(StatusException.serviceUnavailable(
                                "the connection to the cluster's API server broke", RETRY_AFTER_SECONDS));
            default ->
                reset.mayHaveExecuted()
                        ? unknownOutcome("the connection to the cluster was lost")
                        : StatusException.serviceUnavailable("the cluster cannot be reached", RETRY_AFTER_SECONDS);
        };
    }

    /** The API server refused the agent's own credential: the caller's is fine, and getting a new one would not help. */
    public static StatusException agentUnauthorized() {
        return agent(StatusException.internalError("the cluster's API server refused the agent's credential"));
    }

    private static StatusException unknownOutcome(String what) {
        return new StatusException(StatusReason.TIMEOUT, what + "; the request may still be processing");
    }

    private static StatusException badRequest(String message) {
        return agent(StatusException.badRequest(message));
    }

    private static StatusException agent(StatusException status) {
        return status.from(StatusException.Layer.AGENT);
    }
}
