package dev.culvert.benchmarks.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class QualityTest {

    @Test
    void itsKeyAndItsWordsNameAllThatItIs() {
        assertThat(new Quality(50, 1_000, 0).key()).isEqualTo("50ms-1g-0");
        assertThat(new Quality(150, 100, 1).key()).isEqualTo("150ms-100m-1");
        assertThat(new Quality(50, 1_000, 0)).hasToString("50 ms, 1 Gbit/s");
        assertThat(new Quality(150, 100, 0.5)).hasToString("150 ms, 100 Mbit/s, 0.5 % loss");
    }

    @Test
    void withoutLossOneConnectionGetsTheWholeLine() {
        assertThat(new Quality(50, 100, 0).bytesPerSecond(true)).isEqualTo(12.5e6);
    }

    @Test
    void withLossARoundTripBoundsAConnectionThatHalvesItsWindow() {
        assertThat(new Quality(50, 1_000, 1).bytesPerSecond(true)).isCloseTo(353_000, within(1_000.0));
        assertThat(new Quality(150, 1_000, 1).bytesPerSecond(true)).isCloseTo(117_800, within(500.0));
        assertThat(new Quality(150, 1_000, 1).bytesPerSecond(false)).isEqualTo(125e6);
    }

    @Test
    void oneWayIsHalfTheRoundTrip() {
        assertThat(new Quality(50, 100, 0).delay()).isEqualTo(0.025);
    }
}
