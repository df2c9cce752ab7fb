package dev.culvert.gateway.limits;

/**
 * How many of each kind may be under way at once, and how many may begin in a second.
 *
 * @param requests at least 1
 * @param streams watches, logs and proxied requests, at least 1
 * @param upgrades remote commands and forwarded ports, at least 1
 * @param perSecond of all kinds together; 0: no limit
 */
public record Quota(int requests, int streams, int upgrades, int perSecond) {
    public Quota {
        if (requests < 1 || streams < 1 || upgrades < 1 || perSecond < 0) {
            throw new IllegalArgumentException("a quota that admits nothing");
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
