package dev.culvert.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrialResultTest {

    private final TrialResult result = new TrialResult("synthetic", "small-get", "h1-64", "HTTP/1.1, 64 connections");

    @Test
    void figuresAreComparedWithinARoundBeforeTheirMedianIsTaken() {
        // The machine was ten times slower in the second round, for both.
        add("direct", 1000, 1);
        add("direct", 100, 1);
        add("direct", 1000, 1);
        add("culvert", 500, 1);
        add("culvert", 90, 1);
        add("culvert", 700, 1);

        Series ratio = result.compared("culvert", "direct", Metric.RATE).orElseThrow();

        assertThat(ratio.values()).containsExactly(0.5, 0.9, 0.7);
        assertThat(ratio.median()).isEqualTo(0.7);
    }

    @Test
    void latencyIsComparedByWhatIsAdded() {
        add("direct", 1000, 1.5);
        add("culvert", 500, 2.25);

        assertThat(result.compared("culvert", "direct", Metric.P50)
                        .orElseThrow()
                        .values())
                .containsExactly(0.75);
    }

    @Test
    void cpuTimeIsThatOfAllProcessesBetweenDividedByTheOperations() {
        result.add("culvert", round(50_000, 1, new CpuUse(Map.of("gateway", 2.0, "cluster-proxy", 3.0), 7, 0)));

        assertThat(result.cpu("culvert").orElseThrow().median()).isCloseTo(100, within(1e-9));
        assertThat(result.cpuByProcess("culvert").get("gateway").median()).isCloseTo(40, within(1e-9));
    }

    @Test
    void whatFailedOnceHasNoFiguresAtAll() {
        add("culvert", 500, 1);

        result.fail("culvert", "502");

        assertThat(result.variants()).isEmpty();
        assertThat(result.figures("culvert", Metric.RATE)).isEmpty();
        assertThat(result.failures()).containsEntry("culvert", "502");
    }

    @Test
    void othersTakeAPartOfAllProcessors() {
        result.add("direct", round(1, 1, new CpuUse(Map.of(), 0, 1.0)));
        result.add("culvert", round(1, 1, new CpuUse(Map.of(), 0, 0.0)));

        assertThat(result.others(2)).isEqualTo(0.25);
    }

    private void add(String variant, double rate, double p50) {
        result.add(variant, round(rate, p50, new CpuUse(Map.of(), 0, 0)));
    }

    private static Round round(double rate, double p50, CpuUse cpu) {
        return new Round(new Reading(Map.of(Metric.RATE, rate, Metric.P50, p50), rate, "request"), cpu, 1);
    }
}
