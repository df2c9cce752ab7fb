package dev.culvert.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MicroPageTest {

    @Test
    void codeWrittenByHandShouldBeComparedWithGeneratedCodeOfTheSameParameters() {
        String page = MicroPage.of(
                "On paper.",
                List.of(
                        new Figure("Codec.read", "256 bytes", 50, 40, 1200, 62),
                        new Figure("Codec.read", "8192 bytes", 90, 80, 100, 62),
                        new Figure("Codec.readGenerated", "256 bytes", 200, 190, 210, 592),
                        new Figure("Flow.chunk", "", 7.44, 7, 8, 0)));
        assertThat(page.lines().filter(line -> line.startsWith("| ")).skip(1))
                .containsExactly(
                        "| Codec.read | 256 bytes | 50.0 (40.0–1,200) | 62 | 0.25 |",
                        "| Codec.read | 8192 bytes | 90.0 (80.0–100) | 62 |  |",
                        "| Codec.readGenerated | 256 bytes | 200 (190–210) | 592 |  |",
                        "| Flow.chunk |  | 7.4 (7.0–8.0) | 0 |  |");
        assertThat(page).contains("On paper.");
    }
}
