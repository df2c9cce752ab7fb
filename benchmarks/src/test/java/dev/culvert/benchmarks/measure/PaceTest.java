package dev.culvert.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PaceTest {

    @Test
    void whatRisesIsNotSteady() {
        assertThat(of(100, 200, 300, 400, 450).steady()).isFalse();
    }

    @Test
    void whatRisesSlowlyIsNotSteadyEitherWhileThreeWindowsAddUp() {
        assertThat(of(100, 103, 106, 109).steady()).isFalse();
    }

    @Test
    void whatRoseAndRisesNoMoreIsSteadyAfterThreeMoreWindows() {
        assertThat(of(100, 400, 410, 405).steady()).isFalse();
        assertThat(of(100, 400, 410, 405, 402).steady()).isTrue();
    }

    @Test
    void aSlowWindowAmongThemDoesNotMatter() {
        assertThat(of(100, 400, 200, 405, 150).steady()).isTrue();
    }

    @Test
    void threeWindowsSayNothingWithoutOneBefore() {
        assertThat(of(400, 400, 400).steady()).isFalse();
        assertThat(of(400, 400, 400, 400).steady()).isTrue();
    }

    private static Pace of(double... windows) {
        Pace pace = new Pace();
        for (double window : windows) {
            pace.add(window);
        }
        return pace;
    }
}
