package dev.culvert.benchmarks.load;

import dev.culvert.benchmarks.measure.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** When events of one source came to those who watch it. Any thread. */
public final class Arrivals {

    private static final int DIGITS = 3;

    private final int watches;
    private final Histogram latency = new ConcurrentHistogram(DIGITS);
    private final Map<Long, Event> events = new ConcurrentHashMap<>();

    /** @param watches how many see each event */
    Arrivals(int watches) {
        this.watches = watches;
    }

    /**
     * One event came to one of them.
     *
     * @param sent names the event, too; nanoseconds
     * @param came nanoseconds of the same clock
     */
    void add(long sent, long came) {
        latency.recordValue(Math.max(0, came - sent) / 1000);
        events.computeIfAbsent(sent, any -> new Event()).add(came);
    }

    /** From an event's sending to its arrival, of all events and watches; microseconds. */
    public Histogram latency() {
        return latency;
    }

    /**
     * Milliseconds from an event's first arrival to its last, of each event that came to all.
     *
     * @throws IllegalStateException when none did
     */
    public Series spread() {
        List<Double> spreads = new ArrayList<>();
        for (Event event : events.values()) {
            if (event.count.get() == watches) {
                spreads.add((event.last.get() - event.first.get()) / 1e6);
            }
        }
        if (spreads.isEmpty()) {
            throw new IllegalStateException("none of " + events.size() + " events came to all " + watches + " watches");
        }
        return new Series(spreads);
    }

    private static final class Event {
        private final AtomicInteger count = new AtomicInteger();
        private final LongAccumulator first = new LongAccumulator(Math::min, Long.MAX_VALUE);
        private final LongAccumulator last = new LongAccumulator(Math::max, Long.MIN_VALUE);

        void add(long came) {
            first.accumulate(came);
            last.accumulate(came);
            count.incrementAndGet();
        }
    }
}
