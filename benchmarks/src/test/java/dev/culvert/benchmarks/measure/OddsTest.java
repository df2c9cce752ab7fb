package dev.culvert.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OddsTest {

    @Test
    void theSameSamplesCannotBeToldApart() {
        assertThat(Odds.of(new double[] {3, 1, 2}, new double[] {1, 2, 3})).isEqualTo(0.5);
    }

    @Test
    void whatIsAlwaysGreaterIsKnownByOneSample() {
        assertThat(Odds.of(new double[] {5, 4}, new double[] {1, 3, 2})).isOne();
        assertThat(Odds.of(new double[] {1, 2}, new double[] {3, 4})).isZero();
    }

    @Test
    void pairsAreCounted() {
        assertThat(Odds.of(new double[] {1, 3}, new double[] {2, 2})).isEqualTo(0.5);
        assertThat(Odds.of(new double[] {2, 3}, new double[] {1, 2})).isEqualTo(0.875);
    }
}
