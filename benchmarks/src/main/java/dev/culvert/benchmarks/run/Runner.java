package dev.culvert.benchmarks.run;

import dev.culvert.benchmarks.measure.CpuClock;
import dev.culvert.benchmarks.measure.CpuUse;
import dev.culvert.benchmarks.measure.Reading;
import dev.culvert.benchmarks.measure.Round;
import dev.culvert.benchmarks.measure.TrialResult;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.variant.Route;
import dev.culvert.benchmarks.workload.Trial;
import dev.culvert.benchmarks.workload.Workload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Runs trials round by round. */
public final class Runner {

    // HotSpot's second compiler takes up what was called some ten thousand times.
    private static final double WARM = 40_000;
    private static final Duration WARM_LIMIT = Duration.ofSeconds(60);

    private final Plan plan;
    private final Consumer<String> progress;
    private final Observer observer;
    private final WarmUp warmUp;
    private final Settling settling;

    /**
     * Runs by this plan.
     *
     * @param progress is told what runs, line by line
     * @param observer looks on, the rounds that count and no others
     */
    public Runner(Plan plan, Consumer<String> progress, Observer observer) {
        this.plan = plan;
        this.progress = progress;
        this.observer = observer;
        this.warmUp = new WarmUp(plan.window(), WARM, WARM_LIMIT, progress);
        this.settling = new Settling(plan.window(), plan.settling(), progress);
    }

    /** Has the variants with a JVM do each of these, before all trials; one after the other. */
    public void warmUp(Stand stand, List<Trial> trials) {
        for (String variant : stand.variants()) {
            Route route = stand.route(variant);
            if (route.hasJvm()) {
                trials.forEach(trial -> warmUp.run(variant, time -> measure(stand, trial, route, time)));
            }
        }
    }

    /** Runs all trials of a workload that suit the backend. */
    public List<TrialResult> run(Stand stand, Workload workload) {
        List<TrialResult> results = new ArrayList<>();
        for (Trial trial : workload.trials(plan.quick())) {
            if (trial.suits(stand.backend())) {
                progress.accept(stand.backend().key() + ": " + workload.key() + " " + trial.key());
                results.add(run(stand, workload, trial));
            }
        }
        return results;
    }

    private TrialResult run(Stand stand, Workload workload, Trial trial) {
        TrialResult result = new TrialResult(stand.backend().key(), workload.key(), trial.key(), trial.title());
        List<String> order = new ArrayList<>(stand.variants());
        order.removeIf(variant -> !trial.suits(stand.route(variant)));
        for (String variant : order) {
            Route route = stand.route(variant);
            Settling.Load load = time -> measure(stand, trial.settling(), route, time);
            result.settle(variant, settling.settle(variant, route.hasJvm(), load));
        }
        String name = String.join("-", stand.backend().key(), workload.key(), trial.key());
        try (Observer.Observation ignored = observer.begin(name, stand)) {
            for (int round = 0; round < plan.rounds(); round++) {
                round(stand, trial, order, result);
                // Who comes first after a change of round is somebody else each time.
                Collections.rotate(order, 1);
            }
        }
        return result;
    }

    private void round(Stand stand, Trial trial, List<String> order, TrialResult result) {
        for (String variant : order) {
            if (!result.failed(variant)) {
                turn(stand, trial, variant, result);
            }
        }
    }

    private void turn(Stand stand, Trial trial, String variant, TrialResult result) {
        try {
            result.add(variant, measure(stand, trial, stand.route(variant), plan.time()));
        } catch (IOException | RuntimeException e) {
            progress.accept("  " + variant + " failed: " + e.getMessage());
            result.fail(variant, String.valueOf(e.getMessage()));
        }
    }

    private static Round measure(Stand stand, Trial trial, Route route, Duration time) throws IOException {
        List<Daemon> backend = stand.backend().daemons();
        CpuClock before = CpuClock.read(route.daemons(), backend);
        long start = System.nanoTime();
        Reading reading = trial.run(stand.backend(), route, time);
        double seconds = (System.nanoTime() - start) / 1e9;
        CpuUse cpu = CpuClock.read(route.daemons(), backend).since(before);
        return new Round(reading, cpu, seconds);
    }
}
