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

    private final LongSupplier clock;
    private long shortestRoundTrip;
    private int window;
    private long windowSeen;

    /**
     * @param clock nanoseconds, never going back
     */
    public Line(LongSupplier clock) {
        this.clock = clock;
    }

    /** A round trip took so many nanoseconds. */
    public void roundTrip(long nanos) {
        shortestRoundTrip = shortestRoundTrip == 0 ? nanos : Math.min(shortestRoundTrip, nanos);
    }

    /** Nanoseconds on a clock that never goes back. */
    long nanos() {
        return clock.getAsLong();
    }

    /** The shortest round trip seen, in nanoseconds; 0 as long as none was. */
    long shortestRoundTrip() {
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
