package dev.culvert.benchmarks.load;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * What h2load saw.
 *
 * @param requests that were answered
 * @param bytes of their bodies
 * @param time in which they were
 * @param warmUp before it, in which requests were answered that are not counted
 * @param latency of each request, from its first byte out to its last byte in; microseconds
 */
public record H2LoadResult(long requests, long bytes, Duration time, Duration warmUp, Histogram latency) {

    private static final Pattern FINISHED = Pattern.compile("finished in ([0-9.]+)(s|ms|us),");
    private static final Pattern REQUESTS =
            Pattern.compile("requests: .* (\\d+) succeeded, (\\d+) failed, (\\d+) errored, (\\d+) timeout");
    private static final Pattern CODES =
            Pattern.compile("status codes: (\\d+) 2xx, (\\d+) 3xx, (\\d+) 4xx, (\\d+) 5xx");
    private static final Pattern BYTES = Pattern.compile("traffic: .* headers .*, \\S+ \\((\\d+)\\) data");
    private static final int DIGITS = 3;
    private static final int DURATION_COLUMN = 2;

    /** Requests a second. */
    public double rate() {
        return requests / (time.toNanos() / 1e9);
    }

    /** With those of the warm-up, at the same rate: what all the CPU time was spent on. */
    public double requestsInAll() {
        return requests * (double) time.plus(warmUp).toNanos() / time.toNanos();
    }

    /** Millions of bytes a second. */
    public double throughput() {
        return bytes / 1e6 / (time.toNanos() / 1e9);
    }

    /** @param percentile 50 for the median; the answer in milliseconds */
    public double milliseconds(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1000.0;
    }

    /**
     * Reads the summary and the log.
     *
     * @throws IllegalStateException when there was anything but answers with 2xx
     */
    static H2LoadResult parse(String summary, List<String> log, Duration warmUp) {
        Matcher requests = find(REQUESTS, summary);
        Matcher codes = find(CODES, summary);
        long succeeded = number(requests, 1);
        long failed = number(requests, 2) + number(requests, 4);
        // An answer whose head came while warming up is not among the 2xx, so that there may be fewer of them.
        long others = number(codes, 2) + number(codes, 3) + number(codes, 4);
        if (succeeded == 0 || failed > 0 || others > 0) {
            throw new IllegalStateException(
                    "not all requests were answered well: " + requests.group() + "; " + codes.group());
        }
        Histogram latency = new Histogram(DIGITS);
        for (String row : log) {
            latency.recordValue(Long.parseLong(row.split("\t", -1)[DURATION_COLUMN]));
        }
        return new H2LoadResult(
                succeeded, number(find(BYTES, summary), 1), time(find(FINISHED, summary)), warmUp, latency);
    }

    private static Duration time(Matcher finished) {
        double nanos =
                switch (finished.group(2)) {
                    case "s" -> 1e9;
                    case "ms" -> 1e6;
                    default -> 1e3;
                };
        return Duration.ofNanos(Math.round(Double.parseDouble(finished.group(1)) * nanos));
    }

    private static Matcher find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("h2load said something else: " + text);
        }
        return matcher;
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseLong(matcher.group(group));
    }
}
