package dev.culvert.system.wire;

/** How a response body came to its end. Everything but BROKEN is a clean end. */
public enum BodyEnd {
    /** There was none to read: HEAD, 204, 304. */
    NONE,
    /** As many bytes as Content-Length said. */
    LENGTH,
    /** The last chunk came. */
    LAST_CHUNK,
    /** No framing at all: the connection ended with TLS's close_notify. */
    CLOSED,
    /** The connection ended before the body did. */
    BROKEN
}
