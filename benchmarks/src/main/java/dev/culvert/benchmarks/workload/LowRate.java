package dev.culvert.benchmarks.workload;

import dev.culvert.benchmarks.backend.Backend;
import dev.culvert.benchmarks.load.H2Load;
import dev.culvert.benchmarks.load.H2LoadResult;
import dev.culvert.benchmarks.load.Protocol;
import dev.culvert.benchmarks.measure.Metric;
import dev.culvert.benchmarks.measure.Reading;
import dev.culvert.benchmarks.process.Toolbox;
import dev.culvert.benchmarks.variant.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A few small GETs a second, at a rate that does not depend on the answers: what the way adds to a request's time. */
final class LowRate implements Workload {

    private static final int CONNECTIONS = 8;
    private static final double RATE = 240;
    private static final int LONGER = 4;

    private final Toolbox toolbox;

    LowRate(Toolbox toolbox) {
        this.toolbox = toolbox;
    }

    @Override
    public String key() {
        return "low-rate";
    }

    @Override
    public String title() {
        return "Latency of a small GET at 240 requests a second";
    }

    @Override
    public List<Trial> trials(boolean quick) {
        Trial http1 = new Steady(Protocol.HTTP1);
        return quick ? List.of(http1) : List.of(http1, new Steady(Protocol.HTTP2));
    }

    /** Runs longer than others, since few requests are answered in its time. */
    private final class Steady implements Trial {
        private final Protocol protocol;

        Steady(Protocol protocol) {
            this.protocol = protocol;
        }

        @Override
        public String key() {
            return protocol.key();
        }

        @Override
        public String title() {
            return protocol + ", " + CONNECTIONS + " connections";
        }

        @Override
        public Trial settling() {
            return new SmallGet(toolbox).busiest(protocol);
        }

        @Override
        public Reading run(Backend backend, Route route, Duration time) throws IOException {
            H2LoadResult result = H2Load.steady(protocol, CONNECTIONS, RATE)
                    .get(toolbox, route.endpoint(), backend.small(), time.multipliedBy(LONGER));
            Map<Metric, Double> figures = new LinkedHashMap<>();
            figures.put(Metric.P50, result.milliseconds(50));
            figures.put(Metric.P99, result.milliseconds(99));
            figures.put(Metric.P999, result.milliseconds(99.9));
            return new Reading(figures, result.requestsInAll(), "request");
        }
    }
}
