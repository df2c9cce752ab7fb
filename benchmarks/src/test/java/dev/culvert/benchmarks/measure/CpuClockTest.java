package dev.culvert.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.benchmarks.process.Daemon;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CpuClockTest {

    @TempDir
    private Path directory;

    @Test
    void whatAChildOfADaemonTakesCountsAsTheDaemons() {
        List<String> line = List.of("sh", "-c", "(while :; do :; done) & wait");
        try (Daemon busy = Daemon.start("busy", line, Map.of(), directory.resolve("log"))) {
            CpuClock before = CpuClock.read(List.of(busy), List.of());

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(CpuClock.read(List.of(busy), List.of())
                                    .since(before)
                                    .daemons()
                                    .get("busy"))
                            .isGreaterThan(0.05));
        }
    }

    @Test
    void aDaemonThatHasEndedTookNothing() {
        Daemon gone = Daemon.start("gone", List.of("true"), Map.of(), directory.resolve("log"));
        gone.close();

        CpuClock clock = CpuClock.read(List.of(gone), List.of());

        assertThat(clock.since(clock).between()).isZero();
    }
}
