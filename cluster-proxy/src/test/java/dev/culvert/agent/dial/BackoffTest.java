package dev.culvert.agent.dial;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofMinutes(1), new Random(1));

    @Test
    void waitsDoubleUpToTheMostAndAreSpreadOverTheUpperHalf() {
        long base = 500;
        for (int i = 0; i < 40; i++) {
            long wait = backoff.next().toMillis();
            assertThat(wait).isBetween(base / 2, base + 1);
            base = Math.min(base * 2, 60_000);
        }
    }

    @Test
    void waitsForOneThatIsExpectedBackStayShortAndCount() {
        for (int i = 0; i < 40; i++) {
            assertThat(backoff.next(Duration.ofSeconds(3))).isLessThanOrEqualTo(Duration.ofMillis(3_001));
        }
        assertThat(backoff.next()).isGreaterThan(Duration.ofSeconds(29));
    }

    @Test
    void aPermanentFailureWaitsLongestAtOnceAndAResetBeginsAnew() {
        assertThat(backoff.longest()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(61));
        assertThat(backoff.next()).isGreaterThan(Duration.ofSeconds(29));
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(501));
    }
}
