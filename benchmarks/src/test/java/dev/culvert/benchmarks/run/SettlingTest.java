package dev.culvert.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.benchmarks.measure.CpuUse;
import dev.culvert.benchmarks.measure.Metric;
import dev.culvert.benchmarks.measure.Reading;
import dev.culvert.benchmarks.measure.Round;
import dev.culvert.benchmarks.measure.Settled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettlingTest {

    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final Duration NEVER = Duration.ofDays(1);

    private final List<String> said = new ArrayList<>();
    private int windows;

    @Test
    void aJvmIsUnderLoadUntilItGetsNoFaster() {
        Settled settled = settle(NEVER, true, Metric.RATE, 100, 200, 400, 401, 402, 403, 1000);

        assertThat(settled.steady()).isTrue();
        assertThat(windows).isEqualTo(6);
    }

    @Test
    void timesAreFasterTheShorterTheyAre() {
        Settled settled = settle(NEVER, true, Metric.P50, 9, 5, 2, 2.1, 2.1, 2.1, 0.1);

        assertThat(settled.steady()).isTrue();
        assertThat(windows).isEqualTo(6);
    }

    @Test
    void whatWarmsUpForEverHasOnlySoMuchTime() {
        Settled settled = settle(Duration.ZERO, true, Metric.RATE, 100, 200);

        assertThat(settled.steady()).isFalse();
        assertThat(windows).isOne();
    }

    @Test
    void whatDoesNotWarmUpHasOneWindow() {
        assertThat(settle(NEVER, false, Metric.RATE, 100, 200).steady()).isTrue();
        assertThat(windows).isOne();
    }

    @Test
    void aWindowThatFailsIsSaidAndDoesNotCount() {
        Settled settled = settle(NEVER, true, Metric.RATE, -1, 100, -1, 100, 100, 100);

        assertThat(settled.steady()).isTrue();
        assertThat(windows).isEqualTo(6);
        assertThat(said).hasSize(2).allMatch(line -> line.contains("culvert failed while settling: 503"));
    }

    @Test
    void whatFailsAgainAndAgainIsLeftToTheRounds() {
        assertThat(settle(NEVER, true, Metric.RATE, 100, -1, -1, -1, 100).steady())
                .isFalse();
        assertThat(windows).isEqualTo(4);
    }

    @Test
    void whatGetsCheaperIsNotSteadyThoughItGetsNoFaster() {
        double[] cpu = {8, 4, 2, 1, 0.5, 0.5, 0.5, 0.5, 0.1};
        Settled settled = new Settling(WINDOW, NEVER, said::add)
                .settle("culvert", true, time -> round(Metric.RATE, 100, cpu[windows++]));

        assertThat(settled.steady()).isTrue();
        assertThat(windows).isEqualTo(8);
    }

    /** @param figures one for each window; negative where it fails */
    private Settled settle(Duration limit, boolean warmsUp, Metric metric, double... figures) {
        return new Settling(WINDOW, limit, said::add).settle("culvert", warmsUp, time -> {
            assertThat(time).isEqualTo(WINDOW);
            double figure = figures[windows++];
            if (figure < 0) {
                throw new IllegalStateException("503");
            }
            return round(metric, figure, 0);
        });
    }

    private static Round round(Metric metric, double figure, double cpu) {
        Reading reading = new Reading(Map.of(metric, figure), 1, "request");
        return new Round(reading, new CpuUse(Map.of("gateway", cpu), 0, 0), 1);
    }
}
