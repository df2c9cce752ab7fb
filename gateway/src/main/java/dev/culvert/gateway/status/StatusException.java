package dev.culvert.gateway.status;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * A request ends with an error that the gateway makes. Unchecked and without a stack trace: it reports an outcome, many times a
 * second at worst.
 *
 * <p>The message is shown to callers: no secrets, no internal addresses, no text of exceptions. It comes without prefix and
 * request id; {@link StatusWriter} adds both.
 */
public final class StatusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int NONE = -1;

    /** Which side of the tunnel speaks. */
    public enum Layer {
        /** The gateway itself. */
        GATEWAY("gateway"),
        /** The agent in the cluster, through the gateway. */
        AGENT("agent");

        private final String text;

        Layer(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private final StatusReason reason;
    private final Layer layer;
    private final String text;
    private final int retryAfterSeconds;

    private StatusException(StatusReason reason, Layer layer, String text, int retryAfterSeconds) {
        super(reason.code() + " " + reason.text() + ": " + text, null, false, false);
        this.reason = reason;
        this.layer = layer;
        this.text = text;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** An error of the gateway without Retry-After. */
    public StatusException(StatusReason reason, String message) {
        this(reason, Layer.GATEWAY, Objects.requireNonNull(message, "message"), NONE);
    }

    /** The caller sent no valid credential. */
    public static StatusException unauthorized(String message) {
        return new StatusException(StatusReason.UNAUTHORIZED, message);
    }

    /** The caller may not do this. */
    public static StatusException forbidden(String message) {
        return new StatusException(StatusReason.FORBIDDEN, message);
    }

    /** The request is malformed. */
    public static StatusException badRequest(String message) {
        return new StatusException(StatusReason.BAD_REQUEST, message);
    }

    /** The gateway is at fault. */
    public static StatusException internalError(String message) {
        return new StatusException(StatusReason.INTERNAL_ERROR, message);
    }

    /**
     * The cluster cannot be reached and nothing was executed.
     *
     * @param retryAfterSeconds at least 1; told to callers only for GET and HEAD
     */
    public static StatusException serviceUnavailable(String message, int retryAfterSeconds) {
        return new StatusException(StatusReason.SERVICE_UNAVAILABLE, message).withRetryAfter(retryAfterSeconds);
    }

    /**
     * Too many requests; nothing was executed.
     *
     * @param retryAfterSeconds at least 1
     */
    public static StatusException tooManyRequests(String message, int retryAfterSeconds) {
        return new StatusException(StatusReason.TOO_MANY_REQUESTS, message).withRetryAfter(retryAfterSeconds);
    }

    /** The same, said by that layer. */
    public StatusException from(Layer newLayer) {
        return new StatusException(reason, newLayer, text, retryAfterSeconds);
    }

    /**
     * The same with a time to wait.
     *
     * @param seconds at least 1
     * @throws IllegalArgumentException where a retry might execute a request twice: only 429 and 503 promise that nothing was
     *     executed
     */
    public StatusException withRetryAfter(int seconds) {
        if (reason != StatusReason.TOO_MANY_REQUESTS && reason != StatusReason.SERVICE_UNAVAILABLE) {
            throw new IllegalArgumentException("Retry-After does not go with " + reason);
        }
        if (seconds < 1) {
            throw new IllegalArgumentException("Retry-After of " + seconds + " s");
        }
        return new StatusException(reason, layer, text, seconds);
    }

    /** The HTTP code. */
    public int code() {
        return reason.code();
    }

    /** Why. */
    public StatusReason reason() {
        return reason;
    }

    /** Who says so. */
    public Layer layer() {
        return layer;
    }

    /** What is said, without the layer's prefix and the request id. */
    public String text() {
        return text;
    }

    /** Seconds to wait before another attempt; empty: no Retry-After. */
    public OptionalInt retryAfterSeconds() {
        return retryAfterSeconds == NONE ? OptionalInt.empty() : OptionalInt.of(retryAfterSeconds);
    }
}
