package dev.culvert.tunnel.stream;

import dev.culvert.tunnel.flow.Line;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Pings at an interval, measures the round trip, and notices silence, and a peer that talks but takes nothing. Belongs to the
 * carrier's context.
 *
 * <p>Silence is counted in intervals that were seen to pass, not in time: an event loop that was held up finds what the peer
 * has sent in the meantime only after its timers, and must not take its own pause for the peer's.
 *
 * <p>One ping is under way at a time. On a line full of bulk its answer may be late, which is no reason to give up: it has far
 * longer than silence has. A ping that is never answered is one that the peer never read.
 */
final class Keepalive {
    /** Intervals of silence after which the peer is dead. */
    private static final int DEAD_AFTER = 3;
    /** Intervals without an answer to a ping after which the peer takes nothing. */
    private static final int DEAF_AFTER = 12;

    /** Packets that come in between a ping and its answer where nothing else is under way: that, and the peer's own ping. */
    private static final int HEARD_WHEN_IDLE = 2;

    private final Vertx vertx;
    private final LongSupplier clock;
    private final Line line;
    private long timer = -1;
    private long intervalNanos;
    private long lastTick;
    private boolean heard;
    private int heardSincePing;
    private int silentIntervals;
    private int unansweredIntervals;
    private long lastPing;
    private long lastPingSent;
    private volatile long roundTripNanos;

    /**
     * @param line that learns how long it is
     */
    Keepalive(Context context, LongSupplier clock, Line line) {
        this.vertx = context.owner();
        this.clock = clock;
        this.line = line;
    }

    /**
     * @param ping sends a ping with that number
     * @param dead called once with the reason, when the peer has been silent for three intervals, or has not answered a ping
     *     for twelve
     */
    void start(Duration interval, LongConsumer ping, Consumer<String> dead) {
        intervalNanos = interval.toNanos();
        lastTick = clock.getAsLong();
        timer = vertx.setPeriodic(interval.toMillis(), id -> tick(ping, dead));
        // At once, since windows want to know the length of the line.
        send(ping, lastTick);
    }

    void stop() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    /** Something came in. */
    void heard() {
        heard = true;
        heardSincePing++;
    }

    void onPong(long number) {
        if (number == lastPing && lastPingSent != 0) {
            long measured = clock.getAsLong() - lastPingSent;
            roundTripNanos = measured;
            if (heardSincePing <= HEARD_WHEN_IDLE) {
                line.idleRoundTrip(measured);
            } else {
                line.roundTrip(measured);
            }
            lastPingSent = 0;
        }
    }

    /** Any thread. */
    Duration roundTrip() {
        return Duration.ofNanos(roundTripNanos);
    }

    private void tick(LongConsumer ping, Consumer<String> dead) {
        long now = clock.getAsLong();
        if (now - lastTick < intervalNanos / 2) {
            return; // One of several that are late.
        }
        lastTick = now;
        silentIntervals = heard ? 0 : silentIntervals + 1;
        heard = false;
        unansweredIntervals = lastPingSent == 0 ? 0 : unansweredIntervals + 1;
        if (silentIntervals >= DEAD_AFTER || unansweredIntervals >= DEAF_AFTER) {
            stop();
            dead.accept(silentIntervals >= DEAD_AFTER ? "the peer is silent" : "the peer does not answer pings");
        } else if (lastPingSent == 0) {
            send(ping, now);
        }
    }

    private void send(LongConsumer ping, long now) {
        lastPingSent = now;
        heardSincePing = 0;
        ping.accept(++lastPing);
    }
}
