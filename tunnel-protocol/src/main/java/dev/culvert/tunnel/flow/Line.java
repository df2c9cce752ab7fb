package dev.culvert.tunnel.flow;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What windows have to know of the line that they all cover, and what one learns of it for the next. Confined to the thread of
 * the line's streams.
 */
public final class Line {
    /** How long a window that was waited for says something of the line. */
    private static final long FORGOTTEN_AFTER = TimeUnit.MINUTES.toNanos(1);

    /** Of so many idle round trips the shortest counts: one may have been held up by others on the line. */
    private static final int IDLE_ROUND_TRIPS = 3;

    private final LongSupplier clock;
    private final long[] idle = new long[IDLE_ROUND_TRIPS];
    private int idleSeen;
    private long shortestRoundTrip;
    private int window;
    private long windowSeen;

    /**
     * @param clock nanoseconds, never going back
     */
    public Line(LongSupplier clock) {
        this.clock = clock;
    }

    /** A round trip took so many nanoseconds, perhaps behind bulk: the line is no longer than that. */
    public void roundTrip(long nanos) {
        shortestRoundTrip = shortestRoundTrip == 0 ? nanos : Math.min(shortestRoundTrip, nanos);
    }

    /**
     * A round trip took so many nanoseconds while nothing else was under way. That is the length of the line: what leads over
     * another way now may be longer than it was.
     */
    public void idleRoundTrip(long nanos) {
        idle[idleSeen % IDLE_ROUND_TRIPS] = nanos;
        idleSeen++;
        shortestRoundTrip = nanos;
        for (int i = 0; i < Math.min(idleSeen, IDLE_ROUND_TRIPS); i++) {
            shortestRoundTrip = Math.min(shortestRoundTrip, idle[i]);
        }
    }

    /** Nanoseconds on a clock that never goes back. */
    long nanos() {
        return clock.getAsLong();
    }

    /** The shortest round trip seen of late, in nanoseconds; 0 as long as none was. */
    public long shortestRoundTrip() {
        return shortestRoundTrip;
    }

    /** A stream has waited for its window, which is so large from now on. */
    void widened(int capacity) {
        if (capacity >= window()) {
            window = capacity;
            windowSeen = nanos();
        }
    }

    /** The largest window that a stream came to of late because it waited for its window; 0 where none did. */
    int window() {
        return nanos() - windowSeen < FORGOTTEN_AFTER ? window : 0;
    }
}
