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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** As many small GETs as are answered: what a request costs. */
final class SmallGet implements Workload {

    private static final int[] CONNECTIONS = {1, 64, 512};
    private static final int USUAL = 64;

    private final Toolbox toolbox;

    SmallGet(Toolbox toolbox) {
        this.toolbox = toolbox;
    }

    @Override
    public String key() {
        return "small-get";
    }

    @Override
    public String title() {
        return "Small GET (2 KiB), as many as are answered";
    }

    @Override
    public List<Trial> trials(boolean quick) {
        List<Trial> trials = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            for (int connections : CONNECTIONS) {
                if (!quick || connections == USUAL) {
                    trials.add(new OneAtATime(protocol, connections));
                }
            }
        }
        return trials;
    }

    /** The trial that keeps everything between caller and backend busiest. */
    Trial busiest(Protocol protocol) {
        return new OneAtATime(protocol, USUAL);
    }

    /** Each connection has one request under way. */
    private final class OneAtATime implements Trial {
        private final Protocol protocol;
        private final int connections;

        OneAtATime(Protocol protocol, int connections) {
            this.protocol = protocol;
            this.connections = connections;
        }

        @Override
        public String key() {
            return protocol.key() + "-" + connections;
        }

        @Override
        public String title() {
            return protocol + ", " + connections + (connections == 1 ? " connection" : " connections");
        }

        @Override
        public Reading run(Backend backend, Route route, Duration time) throws IOException {
            H2LoadResult result =
                    H2Load.closed(protocol, connections).get(toolbox, route.endpoint(), backend.small(), time);
            Map<Metric, Double> figures = new LinkedHashMap<>();
            figures.put(Metric.RATE, result.rate());
            figures.put(Metric.P50, result.milliseconds(50));
            figures.put(Metric.P99, result.milliseconds(99));
            return new Reading(figures, result.requestsInAll(), "request");
        }
    }
}
