package dev.culvert.benchmarks.floor;

import dev.culvert.benchmarks.measure.Metric;
import dev.culvert.benchmarks.measure.Series;
import dev.culvert.benchmarks.measure.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** All of them. They are for a machine of two processors that caller, tunnel and backend share. */
public final class Floors {

    private static final String OURS = "culvert";
    private static final String SYNTHETIC = "synthetic";
    private static final String KUBERNETES = "kubernetes";
    private static final String SMALL_GET = "small-get";
    private static final String SIXTY_FOUR = "h1-64";

    private Floors() {}

    /** In the order of the report. */
    public static List<Floor> all() {
        return List.of(
                smallGet(KUBERNETES, "direct", 0.75),
                smallGet(KUBERNETES, "haproxy-2", 0.9),
                smallGet(SYNTHETIC, "vertx-2", 1.7),
                smallGet(SYNTHETIC, "vertx-1", 0.9),
                smallGet(SYNTHETIC, "haproxy-2", 0.5),
                new Floor(
                        "CPU time of gateway and agent for a small GET, as a multiple of one plain Vert.x hop's",
                        false,
                        110.0 / 95,
                        SYNTHETIC,
                        SMALL_GET,
                        SIXTY_FOUR,
                        result -> cpuRatio(result, "vertx-1")));
    }

    private static Floor smallGet(String backend, String other, double bound) {
        return new Floor(
                "Small GETs a second over 64 connections, as a part of " + other + "'s",
                true,
                bound,
                backend,
                SMALL_GET,
                SIXTY_FOUR,
                against(other, Metric.RATE));
    }

    private static Function<TrialResult, Optional<Series>> against(String other, Metric metric) {
        return result -> result.compared(OURS, other, metric);
    }

    private static Optional<Series> cpuRatio(TrialResult result, String other) {
        return result.cpu(OURS).flatMap(ours -> result.cpu(other).map(theirs -> quotients(ours, theirs)));
    }

    private static Series quotients(Series ours, Series theirs) {
        List<Double> quotients = new ArrayList<>();
        for (int i = 0; i < Math.min(ours.values().size(), theirs.values().size()); i++) {
            quotients.add(ours.values().get(i) / theirs.values().get(i));
        }
        return new Series(quotients);
    }
}
