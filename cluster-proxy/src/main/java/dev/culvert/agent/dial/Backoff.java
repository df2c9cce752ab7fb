package dev.culvert.agent.dial;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: exponential, and jittered over its upper half, so that a thousand agents that lost
 * their gateway at once do not come back at once. One thread.
 */
public final class Backoff {
    private final Duration first;
    private final Duration max;
    private final RandomGenerator random;
    private int failures;

    public Backoff(Duration first, Duration max, RandomGenerator random) {
        this.first = first;
        this.max = max;
        this.random = random;
    }

    /** After one more failure. */
    public Duration next() {
        return next(max);
    }

    /** After one more failure, and no longer than that. */
    public Duration next(Duration most) {
        long base = first.toMillis() << Math.min(failures, 20);
        failures++;
        return jittered(base >= most.toMillis() ? most : Duration.ofMillis(base));
    }

    /** After a failure that only a change by somebody can cure. */
    public Duration longest() {
        failures = 20;
        return jittered(max);
    }

    /** The next failure is the first again. */
    public void reset() {
        failures = 0;
    }

    /** Between half of that and all of it. */
    private Duration jittered(Duration duration) {
        return Jitter.upperHalf(duration, random);
    }
}
