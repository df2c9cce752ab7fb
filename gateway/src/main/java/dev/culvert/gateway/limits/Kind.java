package dev.culvert.gateway.limits;

import dev.culvert.gateway.authz.RequestAttributes;

/** The kinds of requests that are counted apart. */
enum Kind {
    /** Over within seconds, as a rule. */
    REQUEST("requests"),
    /** Watches, logs, proxied requests: open for as long as the caller likes. */
    STREAM("watches, logs and proxied requests"),
    /** Remote commands, forwarded ports: connections of their own. */
    UPGRADE("remote commands and forwarded ports");

    private final String text;

    Kind(String text) {
        this.text = text;
    }

    static Kind of(RequestAttributes request) {
        if (request.upgrade()) {
            return UPGRADE;
        }
        return request.info().isLongRunning() ? STREAM : REQUEST;
    }

    /** For callers to read. */
    String text() {
        return text;
    }
}
