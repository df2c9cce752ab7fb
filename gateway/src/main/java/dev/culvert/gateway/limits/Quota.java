package dev.culvert.gateway.limits;

/**
 * How many of each kind may be under way at once.
 *
 * @param requests at least 1
 * @param streams watches, logs and proxied requests, at least 1
 * @param upgrades remote commands and forwarded ports, at least 1
 */
public record Quota(int requests, int streams, int upgrades) {
    public Quota {
        if (requests < 1 || streams < 1 || upgrades < 1) {
            throw new IllegalArgumentException("a quota below 1");
        }
    }

    int of(Kind kind) {
        return switch (kind) {
            case REQUEST -> requests;
            case STREAM -> streams;
            case UPGRADE -> upgrades;
        };
    }
}
