package dev.culvert.gateway.status;

/**
 * What went wrong, in the words of Kubernetes, with the HTTP code that belongs to it. Each constant says when to use it and
 * what the caller should do.
 */
public enum StatusReason {
    /** The request is malformed, or asks for what this gateway does not do. The caller changes the request. */
    BAD_REQUEST(400, "BadRequest"),
    /** The caller's credential is missing, wrong or expired; nothing else. The caller gets a new one and tries again. */
    UNAUTHORIZED(401, "Unauthorized"),
    /** The caller is known and may not do this, or nobody may; also the answer for a cluster that does not exist. */
    FORBIDDEN(403, "Forbidden"),
    /** The method is none that the gateway relays. */
    METHOD_NOT_ALLOWED(405, "MethodNotAllowed"),
    /** There is no such object of the gateway's own. Never for a cluster's: clients would take it for deleted. */
    NOT_FOUND(404, "NotFound"),
    /** An object of that name is there already. */
    ALREADY_EXISTS(409, "AlreadyExists"),
    /** Somebody else has changed the object. The caller reads it again, and applies its change to that. */
    CONFLICT(409, "Conflict"),
    /** The body is larger than what is taken. */
    REQUEST_ENTITY_TOO_LARGE(413, "RequestEntityTooLarge"),
    /** The body is in a form that is not read. */
    UNSUPPORTED_MEDIA_TYPE(415, "UnsupportedMediaType"),
    /** The object is not legal; the message begins with the path of what is not. */
    INVALID(422, "Invalid"),
    /** The request's body stopped coming. The caller may try again where it knows that nothing was executed. */
    REQUEST_TIMEOUT(408, "Timeout"),
    /** The request target is longer than the gateway takes. Kubernetes has no reason of its own for 414. */
    URI_TOO_LONG(414, "BadRequest"),
    /** Too many requests of this caller, or for this cluster. The caller waits for {@code Retry-After}. */
    TOO_MANY_REQUESTS(429, "TooManyRequests"),
    /** The headers are larger than the gateway takes. Kubernetes has no reason of its own for 431. */
    REQUEST_HEADER_FIELDS_TOO_LARGE(431, "BadRequest"),
    /** The gateway, or the agent's credential, is at fault. The caller can do nothing; an operator can. */
    INTERNAL_ERROR(500, "InternalError"),
    /** The cluster cannot be reached now and nothing of the request was executed. The caller may try again. */
    SERVICE_UNAVAILABLE(503, "ServiceUnavailable"),
    /** The request was sent and its outcome is unknown: it may be, or have been, executed. */
    TIMEOUT(504, "Timeout");

    private final int code;
    private final String text;

    StatusReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The HTTP code. */
    public int code() {
        return code;
    }

    /** The value of the Status' {@code reason}. */
    public String text() {
        return text;
    }
}
