package dev.culvert.tunnel.flow;

/**
 * How much came in within the last round trip, or up to a half more, in bytes.
 *
 * <p>Two marks, each older than the other by three quarters of a round trip: what came in since the older one is counted. So
 * it costs the same for a stream of any rate.
 */
final class Recent {
    private final Line line;
    private long newerMark;
    private long sinceOlder;
    private long sinceNewer;

    Recent(Line line) {
        this.line = line;
        this.newerMark = line.nanos();
    }

    void received(int bytes) {
        forget();
        sinceOlder += bytes;
        sinceNewer += bytes;
    }

    /** What came in in this time, and is no longer in a queue of so many bytes in which everything waits its turn. */
    long passed(int waiting) {
        forget();
        return sinceOlder - waiting;
    }

    /** Counts from now on. */
    void restart() {
        newerMark = line.nanos();
        sinceOlder = 0;
        sinceNewer = 0;
    }

    private void forget() {
        long now = line.nanos();
        long quarters = 4 * (now - newerMark);
        if (quarters < 3 * line.shortestRoundTrip()) {
            return;
        }
        sinceOlder = quarters < 6 * line.shortestRoundTrip() ? sinceNewer : 0;
        sinceNewer = 0;
        newerMark = now;
    }
}
