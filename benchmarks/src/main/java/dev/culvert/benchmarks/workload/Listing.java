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

/** LISTs of 5 MB, plain and compressed. */
final class Listing implements Workload {

    private static final int CONNECTIONS = 4;

    private final Toolbox toolbox;

    Listing(Toolbox toolbox) {
        this.toolbox = toolbox;
    }

    @Override
    public String key() {
        return "list";
    }

    @Override
    public String title() {
        return "LIST of 5 MB";
    }

    @Override
    public List<Trial> trials(boolean quick) {
        Trial plain = new Lists(Protocol.HTTP1, false);
        return quick
                ? List.of(plain)
                : List.of(plain, new Lists(Protocol.HTTP1, true), new Lists(Protocol.HTTP2, false));
    }

    /** Each connection asks for one list after the other. */
    private final class Lists implements Trial {
        private final Protocol protocol;
        private final boolean gzip;

        Lists(Protocol protocol, boolean gzip) {
            this.protocol = protocol;
            this.gzip = gzip;
        }

        @Override
        public String key() {
            return (gzip ? "gzip-" : "plain-") + protocol.key();
        }

        @Override
        public String title() {
            return (gzip ? "Gzip" : "Plain") + " over " + protocol + ", " + CONNECTIONS + " connections";
        }

        @Override
        public Reading run(Backend backend, Route route, Duration time) throws IOException {
            H2Load load = H2Load.closed(protocol, CONNECTIONS);
            H2LoadResult result = (gzip ? load.with("accept-encoding: gzip") : load)
                    .get(toolbox, route.endpoint(), backend.list(), time);
            Map<Metric, Double> figures = new LinkedHashMap<>();
            figures.put(Metric.LISTS, result.rate());
            figures.put(Metric.THROUGHPUT, result.throughput());
            figures.put(Metric.P50, result.milliseconds(50));
            return new Reading(figures, result.requestsInAll(), "list");
        }
    }
}
