package dev.culvert.benchmarks.workload;

import dev.culvert.benchmarks.backend.Backend;
import dev.culvert.benchmarks.load.Arrivals;
import dev.culvert.benchmarks.load.Watchers;
import dev.culvert.benchmarks.measure.Metric;
import dev.culvert.benchmarks.measure.Reading;
import dev.culvert.benchmarks.variant.Route;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Watches: how long an event is on its way, to a few and to a crowd. */
final class Watching implements Workload {

    private static final int LONGER = 2;

    @Override
    public String key() {
        return "watch";
    }

    @Override
    public String title() {
        return "Watches, from an event's sending to its arrival";
    }

    @Override
    public List<Trial> trials(boolean quick) {
        return List.of(new Events(100, 50), new Events(quick ? 1_000 : 5_000, 1_000));
    }

    /** All watches see the same events. */
    private static final class Events implements Trial {
        private final int watches;
        private final int period;

        Events(int watches, int period) {
            this.watches = watches;
            this.period = period;
        }

        @Override
        public String key() {
            return "h2-" + watches;
        }

        @Override
        public String title() {
            return "%d watches, an event for all of them every %d ms".formatted(watches, period);
        }

        @Override
        public boolean suits(Backend backend) {
            return backend.watch(period).isPresent();
        }

        @Override
        public Reading run(Backend backend, Route route, Duration time) {
            String path = backend.watch(period).orElseThrow();
            try (Watchers watchers = Watchers.open(route.endpoint(), path, watches)) {
                Arrivals arrivals = watchers.measure(time.multipliedBy(LONGER));
                Histogram latency = arrivals.latency();
                Map<Metric, Double> figures = new LinkedHashMap<>();
                figures.put(Metric.P50, latency.getValueAtPercentile(50) / 1000.0);
                figures.put(Metric.P99, latency.getValueAtPercentile(99) / 1000.0);
                figures.put(Metric.LAST, latency.getMaxValue() / 1000.0);
                figures.put(Metric.SPREAD, arrivals.spread().median());
                return new Reading(figures, latency.getTotalCount(), "event");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
