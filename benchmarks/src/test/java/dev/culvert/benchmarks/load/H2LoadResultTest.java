package dev.culvert.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class H2LoadResultTest {

    private static final Duration WARM_UP = Duration.ofMillis(500);

    private static final String SUMMARY = """
        finished in 2.00s, 100.00 req/s, 212.10KB/s
        requests: 200 total, 264 started, 200 done, 200 succeeded, 0 failed, 0 errored, 0 timeout
        status codes: 200 2xx, 0 3xx, 0 4xx, 0 5xx
        traffic: 424.20KB (434381) total, 34.20KB (35021) headers (space savings 0.00%), 400.00KB (400000) data
        """;

    @Test
    void theSummaryGivesRateAndThroughput() {
        H2LoadResult result = H2LoadResult.parse(SUMMARY, List.of(), WARM_UP);

        assertThat(result.requests()).isEqualTo(200);
        assertThat(result.requestsInAll())
                .as("half a second more of 100 requests each")
                .isEqualTo(250);
        assertThat(result.rate()).isEqualTo(100.0);
        assertThat(result.throughput()).isEqualTo(0.2);
    }

    @Test
    void theTimeMayBeInMilliseconds() {
        String summary = SUMMARY.replace("finished in 2.00s", "finished in 500.00ms");

        assertThat(H2LoadResult.parse(summary, List.of(), WARM_UP).rate()).isEqualTo(400.0);
    }

    @Test
    void theLogGivesPercentilesInMilliseconds() {
        List<String> log = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            log.add("1700000000000000\t200\t" + i * 1000);
        }

        H2LoadResult result = H2LoadResult.parse(SUMMARY, log, WARM_UP);

        assertThat(result.milliseconds(50)).isBetween(50.0, 50.1);
        assertThat(result.milliseconds(99)).isBetween(99.0, 99.1);
    }

    @Test
    void anAnswerThatIsNotGoodSpoilsTheRound() {
        String unauthorized = SUMMARY.replace("200 2xx, 0 3xx, 0 4xx", "199 2xx, 0 3xx, 1 4xx");
        String failed = SUMMARY.replace("0 failed", "1 failed");
        String none = SUMMARY.replace("200 succeeded", "0 succeeded");

        for (String summary : List.of(unauthorized, failed, none)) {
            assertThatThrownBy(() -> H2LoadResult.parse(summary, List.of(), WARM_UP))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not all requests");
        }
    }
}
