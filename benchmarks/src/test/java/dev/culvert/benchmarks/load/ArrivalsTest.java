package dev.culvert.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ArrivalsTest {

    private static final long MILLI = 1_000_000;

    private final Arrivals arrivals = new Arrivals(3);

    @Test
    void theSpreadOfAnEventIsFromItsFirstArrivalToItsLast() {
        arrive(0, 5, 2, 9);
        arrive(100, 101, 104, 102);

        assertThat(arrivals.spread().values()).containsExactlyInAnyOrder(7.0, 3.0);
        assertThat(arrivals.latency().getTotalCount()).isEqualTo(6);
        assertThat(arrivals.latency().getMaxValue()).isBetween(9_000L, 9_010L);
    }

    @Test
    void anEventThatHasNotComeToAllHasNoSpread() {
        arrive(0, 5, 2, 9);
        arrive(100, 101);

        assertThat(arrivals.spread().values()).containsExactly(7.0);
    }

    @Test
    void whereNoneCameToAllThatIsSaid() {
        arrive(0, 5);

        assertThatThrownBy(arrivals::spread)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("none of 1 events came to all 3 watches");
    }

    private void arrive(long sent, long... came) {
        for (long one : came) {
            arrivals.add(sent * MILLI, one * MILLI);
        }
    }
}
