package dev.culvert.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.benchmarks.measure.CpuUse;
import dev.culvert.benchmarks.measure.Metric;
import dev.culvert.benchmarks.measure.Reading;
import dev.culvert.benchmarks.measure.Round;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WarmUpTest {

    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final Duration NEVER = Duration.ofDays(1);

    private final List<String> said = new ArrayList<>();
    private int windows;

    @Test
    void itGoesOnUntilThereWereEnoughOperations() {
        warmUp(NEVER, 40, 40, 40, 1000);

        assertThat(windows).isEqualTo(3);
        assertThat(said).isEmpty();
    }

    @Test
    void aWindowThatFailsIsSaidAndDoesNotCount() {
        warmUp(NEVER, 40, -1, 60, 1000);

        assertThat(windows).isEqualTo(3);
        assertThat(said).singleElement().asString().contains("culvert failed while warming up: 503");
    }

    @Test
    void whoHadTooLittleTimeIsNamed() {
        warmUp(Duration.ZERO, 40);

        assertThat(windows).isZero();
        assertThat(said).singleElement().asString().contains("culvert came to 0 operations");
    }

    /** @param operations of each window; negative where it fails */
    private void warmUp(Duration limit, double... operations) {
        new WarmUp(WINDOW, 100, limit, said::add).run("culvert", time -> {
            assertThat(time).isEqualTo(WINDOW);
            double done = operations[windows++];
            if (done < 0) {
                throw new IllegalStateException("503");
            }
            return new Round(new Reading(Map.of(Metric.RATE, done), done, "request"), new CpuUse(Map.of(), 0, 0), 1);
        });
    }
}
