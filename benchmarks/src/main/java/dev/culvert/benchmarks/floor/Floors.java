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
                Floor.atMost("CPU time of gateway and agent for a small GET, as a multiple of vertx-1's", 110.0 / 95)
                        .of(SYNTHETIC, "small-get", SIXTY_FOUR, result -> cpuRatio(result, "vertx-1")),
                Floor.atMost("p50 at a low rate, over direct's (ms)", 0.6)
                        .of(SYNTHETIC, "low-rate", "h1", against("direct", Metric.P50)),
                Floor.atMost("p99 at a low rate, over direct's (ms)", 2)
                        .of(SYNTHETIC, "low-rate", "h1", against("direct", Metric.P99)),
                bulk("Download", "download-h1"),
                bulk("Upload", "upload-h1"),
                Floor.atMost("p99 beside a slow reader, as a multiple of that without", 1.3)
                        .of(SYNTHETIC, "slow-reader", "h1", result -> result.figures(OURS, Metric.P99_MULTIPLE)));
    }

    private static Floor smallGet(String backend, String other, double bound) {
        return Floor.atLeast("Small GETs a second over 64 connections, as a part of " + other + "'s", bound)
                .of(backend, "small-get", SIXTY_FOUR, against(other, Metric.RATE));
    }

    private static Floor bulk(String direction, String trial) {
        return Floor.atLeast(direction + " of one large body, as a part of haproxy-2's", 0.6)
                .of(SYNTHETIC, "bulk", trial, against("haproxy-2", Metric.THROUGHPUT));
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
