package dev.culvert.benchmarks.experiment;

import dev.culvert.benchmarks.backend.Endpoint;
import dev.culvert.benchmarks.culvert.Gateway;
import dev.culvert.benchmarks.measure.Findings;
import dev.culvert.benchmarks.measure.Odds;
import dev.culvert.benchmarks.process.Daemon;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** Whether who may not use a cluster can tell by the time of a refusal whether it is there. */
final class Refusals implements Experiment {

    private static final int SAMPLES = 20_000;
    private static final int QUICK_SAMPLES = 10_000;
    private static final int WARM_UP = 5_000;
    private static final int FORBIDDEN = 403;
    private static final String STRANGER = "cvt_a-caller-whom-no-rule-gives-any-cluster";
    // Of one length, so that nothing but the cluster is another.
    private static final String THERE = "/clusters/bench/api/v1/pods";
    private static final String ABSENT = "/clusters/ghost/api/v1/pods";
    private static final double MICRO = 1000;
    private static final long SEED = 42;

    @Override
    public String key() {
        return "refusals";
    }

    @Override
    public String title() {
        return "Refusals of a cluster that is there, and of one that is not";
    }

    @Override
    public void run(Site site, boolean quick, Findings findings) throws IOException {
        int samples = quick ? QUICK_SAMPLES : SAMPLES;
        Gateway gateway = site.gateway();
        gateway.addStranger(STRANGER);
        try (Daemon ignored = gateway.start("", site.log("gateway"))) {
            Question question = new Question(new Endpoint(gateway.url(), gateway.authority(), Optional.of(STRANGER)));
            for (int i = 0; i < WARM_UP; i++) {
                question.time(THERE, FORBIDDEN);
                question.time(ABSENT, FORBIDDEN);
            }
            double[] there = new double[samples];
            double[] absent = new double[samples];
            Random random = new Random(SEED);
            for (int i = 0; i < samples; i++) {
                // By turns, and who comes first is chance: neither always follows the other.
                if (random.nextBoolean()) {
                    there[i] = question.time(THERE, FORBIDDEN) / MICRO;
                    absent[i] = question.time(ABSENT, FORBIDDEN) / MICRO;
                } else {
                    absent[i] = question.time(ABSENT, FORBIDDEN) / MICRO;
                    there[i] = question.time(THERE, FORBIDDEN) / MICRO;
                }
            }
            findings.add("refusal-there", "Refusal of a cluster that is there, median", "µs", median(there));
            findings.add("refusal-absent", "Refusal of one that is not, median", "µs", median(absent));
            findings.add(
                    "refusal-odds",
                    "How often one that is there takes longer than one that is not (nothing can be told: 0.5)",
                    "",
                    Odds.of(there, absent));
            findings.remark(samples + " of each, by turns, over one connection.");
        }
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
