package dev.culvert.benchmarks.workload;

import dev.culvert.benchmarks.backend.Backend;
import dev.culvert.benchmarks.load.Curl;
import dev.culvert.benchmarks.load.H2Load;
import dev.culvert.benchmarks.load.H2LoadResult;
import dev.culvert.benchmarks.load.Protocol;
import dev.culvert.benchmarks.measure.Metric;
import dev.culvert.benchmarks.measure.Reading;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Toolbox;
import dev.culvert.benchmarks.variant.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Many fast callers, first by themselves, then beside one who hardly reads. */
final class SlowReader implements Workload {

    private static final int CONNECTIONS = 32;
    private static final double RATE = 480;
    private static final int BYTES_PER_SECOND = 50_000;
    // The slowest hundredth of too few requests would be chance.
    private static final int LONGER = 4;

    private final Toolbox toolbox;

    SlowReader(Toolbox toolbox) {
        this.toolbox = toolbox;
    }

    @Override
    public String key() {
        return "slow-reader";
    }

    @Override
    public String title() {
        return "480 small GETs a second, beside one who reads 50 kB of a large body a second";
    }

    @Override
    public List<Trial> trials(boolean quick) {
        return List.of(new Beside());
    }

    /** Each round has its own comparison. */
    private final class Beside implements Trial {
        @Override
        public String key() {
            return "h1";
        }

        @Override
        public String title() {
            return Protocol.HTTP1 + ", " + CONNECTIONS + " connections";
        }

        @Override
        public Trial settling() {
            return new SmallGet(toolbox).busiest(Protocol.HTTP1);
        }

        @Override
        public boolean suits(Backend backend) {
            return backend.download().isPresent();
        }

        @Override
        public Reading run(Backend backend, Route route, Duration time) throws IOException {
            H2LoadResult alone = callers(backend, route, time);
            Path directory = Files.createTempDirectory("culvert-slow-reader");
            String body = backend.download().orElseThrow();
            try (Daemon reader = new Curl(toolbox).slowly(route.endpoint(), body, BYTES_PER_SECOND, directory)) {
                H2LoadResult beside = callers(backend, route, time);
                if (!reader.alive()) {
                    throw new IllegalStateException("the slow reader ended");
                }
                Map<Metric, Double> figures = new LinkedHashMap<>();
                figures.put(Metric.P99_MULTIPLE, beside.milliseconds(99) / alone.milliseconds(99));
                figures.put(Metric.P50, beside.milliseconds(50));
                figures.put(Metric.P99, beside.milliseconds(99));
                return new Reading(figures, alone.requestsInAll() + beside.requestsInAll(), "request");
            }
        }

        private H2LoadResult callers(Backend backend, Route route, Duration time) throws IOException {
            return H2Load.steady(Protocol.HTTP1, CONNECTIONS, RATE)
                    .get(toolbox, route.endpoint(), backend.small(), time.multipliedBy(LONGER));
        }
    }
}
