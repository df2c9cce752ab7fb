package dev.culvert.tunnel.flow;

/** What a window has to know of the line that it covers. */
public interface Line {
    /** Nanoseconds on a clock that never goes back. */
    long nanos();

    /** The shortest round trip seen, in nanoseconds; 0 as long as none was. */
    long shortestRoundTrip();
}
