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
    private static final String BULK = "bulk";
    private static final String DOWNLOAD = "download-h1";
    private static final String UPLOAD = "upload-h1";
    private static final List<String> PEERS = List.of("ssh-r", "konnectivity", "remotedialer", "chisel");

    private Floors() {}

    /** In the order of the report. */
    public static List<Floor> all() {
        List<Floor> all = new ArrayList<>(requests());
        all.addAll(bodies());
        all.addAll(crowds());
        return all;
    }

    private static List<Floor> requests() {
        List<Floor> floors = new ArrayList<>(List.of(
                smallGet(KUBERNETES, "direct", 0.75, 0.85),
                smallGet(KUBERNETES, "haproxy-2", 0.9, 0.9),
                smallGet(SYNTHETIC, "vertx-2", 1.7, 2.2),
                smallGet(SYNTHETIC, "vertx-1", 0.9, 1.1),
                smallGet(SYNTHETIC, "haproxy-2", 0.5, 0.8)));
        PEERS.forEach(peer -> floors.add(smallGet(SYNTHETIC, peer, 1, 2)));
        floors.add(Floor.atMost(
                        "CPU time of gateway and agent for a small GET, as a multiple of vertx-1's",
                        110.0 / 95,
                        80.0 / 95)
                .of(SYNTHETIC, "small-get", SIXTY_FOUR, result -> cpuRatio(result, "vertx-1")));
        floors.add(Floor.atMost("p50 at a low rate, over direct's (ms)", 0.6, 0.3)
                .of(SYNTHETIC, "low-rate", "h1", against("direct", Metric.P50)));
        floors.add(Floor.atMost("p99 at a low rate, over direct's (ms)", 2, 1)
                .of(SYNTHETIC, "low-rate", "h1", against("direct", Metric.P99)));
        floors.add(Floor.atMost("p99 beside a slow reader, as a multiple of that without", 1.3, 1.1)
                .of(SYNTHETIC, "slow-reader", "h1", result -> result.figures(OURS, Metric.P99_MULTIPLE)));
        return floors;
    }

    private static List<Floor> bodies() {
        List<Floor> floors = new ArrayList<>(List.of(
                bulk("Download", DOWNLOAD, "haproxy-2", 0.6, 0.9), bulk("Upload", UPLOAD, "haproxy-2", 0.6, 0.9)));
        for (String peer : PEERS) {
            floors.add(bulk("Download", DOWNLOAD, peer, 1, 2));
            floors.add(bulk("Upload", UPLOAD, peer, 1, 2));
        }
        floors.add(longLine("Download", "download-50ms-1g-0"));
        floors.add(longLine("Upload", "upload-50ms-1g-0"));
        return floors;
    }

    private static Floor longLine(String direction, String trial) {
        return Floor.atLeast(direction + " over a line of 50 ms and 1 Gbit/s, as a part of direct's over it", 0.9, 0.97)
                .of(SYNTHETIC, "wan", trial, against("direct", Metric.THROUGHPUT));
    }

    private static List<Floor> crowds() {
        return List.of(
                Floor.atMost("Resident memory of the gateway for an idle agent, of 1,000 (KiB)", 35, 15)
                        .of("idle-agent-resident-1000"),
                Floor.atMost("The same, of 10,000 (KiB)", 35, 15).of("idle-agent-resident-10000"),
                Floor.atLeast("Idle agents on one gateway with a heap of 2 GiB", 10_000, 50_000)
                        .of("idle-agents-reached"),
                Floor.atMost("Resident memory of the gateway for an idle watch (KiB)", 10, 4)
                        .of("idle-watch-gateway-resident"),
                Floor.atMost("Resident memory of an idle agent (MiB)", 95, 60).of("agent-resident"),
                Floor.atMost("From an agent's start to its first answer (s)", 2.5, 1)
                        .of("agent-start"));
    }

    private static Floor smallGet(String backend, String other, double bound, double aim) {
        return Floor.atLeast("Small GETs a second over 64 connections, as a part of " + other + "'s", bound, aim)
                .of(backend, "small-get", SIXTY_FOUR, against(other, Metric.RATE));
    }

    private static Floor bulk(String direction, String trial, String other, double bound, double aim) {
        return Floor.atLeast(direction + " of one large body, as a part of " + other + "'s", bound, aim)
                .of(SYNTHETIC, BULK, trial, against(other, Metric.THROUGHPUT));
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
