package dev.culvert.benchmarks.experiment;

import dev.culvert.benchmarks.backend.Endpoint;
import dev.culvert.benchmarks.backend.SyntheticBackend;
import dev.culvert.benchmarks.culvert.Agent;
import dev.culvert.benchmarks.culvert.Gateway;
import dev.culvert.benchmarks.load.Arrivals;
import dev.culvert.benchmarks.load.Watchers;
import dev.culvert.benchmarks.measure.Findings;
import dev.culvert.benchmarks.measure.Memory;
import dev.culvert.benchmarks.process.Daemon;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A crowd that watches one cluster, through one agent, where hardly anything happens; and what happens when something does. */
final class IdleWatches implements Experiment {

    private static final int WATCHES = 10_000;
    private static final int FEW = 1_000;
    private static final int FIRST = 100;
    private static final int PERIOD = 10_000;
    private static final Duration TIME = Duration.ofMillis(4 * PERIOD + PERIOD / 2);
    private static final Duration QUICK_TIME = Duration.ofMillis(2 * PERIOD + PERIOD / 2);
    private static final double KIBI = 1024;

    @Override
    public String key() {
        return "idle-watches";
    }

    @Override
    public String title() {
        return "Idle watches on one agent";
    }

    @Override
    public void run(Site site, boolean quick, Findings findings) throws IOException {
        int watches = quick ? FEW : WATCHES;
        Duration time = quick ? QUICK_TIME : TIME;
        try (SyntheticBackend backend = site.backend()) {
            Gateway gateway = site.gateway();
            Agent agent = new Agent(gateway, site.network().edge(), backend.kubeconfig());
            String path = backend.watch(PERIOD).orElseThrow();
            try (Daemon outer = gateway.start("", site.log("gateway"));
                    Daemon inner = agent.start(site.log("cluster-proxy"))) {
                // What is loaded and made once is not a watch's own.
                Watchers.open(gateway.endpoint(), path, FIRST).close();
                List<Daemon> daemons = List.of(outer, inner);
                List<Memory> before = daemons.stream().map(Memory::collected).toList();
                watch(gateway.endpoint(), path, watches, time, "through Culvert", findings, () -> {
                    for (int i = 0; i < daemons.size(); i++) {
                        Daemon daemon = daemons.get(i);
                        say(daemon, before.get(i), Memory.collected(daemon), watches, findings);
                    }
                });
            }
            watch(backend.endpoint(), path, watches, time, "direct", findings, () -> {});
        }
    }

    private static void watch(
            Endpoint endpoint,
            String path,
            int watches,
            Duration time,
            String way,
            Findings findings,
            Runnable whileIdle) {
        try (Watchers watchers = Watchers.open(endpoint, path, watches)) {
            whileIdle.run();
            Arrivals arrivals = watchers.measure(time);
            String key = "watch-event-" + (way.equals("direct") ? way : "culvert");
            String event = "An event's way to " + watches + " watches " + way;
            double[] spread = arrivals.spread().values().stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            findings.add(key + "-p50", event + ", p50", "ms", arrivals.latency().getValueAtPercentile(50) / 1000.0);
            findings.add(key + "-p99", event + ", p99", "ms", arrivals.latency().getValueAtPercentile(99) / 1000.0);
            findings.add(key + "-spread", event + ", from the first to the last of them", "ms", spread);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void say(Daemon daemon, Memory before, Memory after, int watches, Findings findings) {
        String of = " of the " + daemon.name() + " for each of " + watches + " idle watches";
        String key = "idle-watch-" + daemon.name();
        findings.add(
                key + "-resident",
                "Resident memory" + of,
                "KiB",
                (after.resident() - before.resident()) / KIBI / watches);
        findings.add(key + "-live", "Live heap" + of, "KiB", (after.live() - before.live()) / KIBI / watches);
    }
}
