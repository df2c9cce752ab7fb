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
import java.util.List;
import java.util.Map;

/** Callers that come, ask once, and go. */
final class Churn implements Workload {

    private static final int CONNECTIONS = 300;

    private final Toolbox toolbox;

    Churn(Toolbox toolbox) {
        this.toolbox = toolbox;
    }

    @Override
    public String key() {
        return "churn";
    }

    @Override
    public String title() {
        return "A connection for each small GET";
    }

    @Override
    public List<Trial> trials(boolean quick) {
        return List.of(new AllAtOnce());
    }

    /** All connections are opened at once. */
    private final class AllAtOnce implements Trial {
        @Override
        public String key() {
            return "h1-" + CONNECTIONS;
        }

        @Override
        public String title() {
            return Protocol.HTTP1 + ", " + CONNECTIONS + " at once";
        }

        @Override
        public Reading run(Backend backend, Route route, Duration time) throws IOException {
            H2LoadResult result =
                    H2Load.closed(Protocol.HTTP1, CONNECTIONS).once(toolbox, route.endpoint(), backend.small());
            return new Reading(Map.of(Metric.CONNECTIONS, result.rate()), result.requestsInAll(), "connection");
        }
    }
}
