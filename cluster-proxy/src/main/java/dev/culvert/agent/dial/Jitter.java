package dev.culvert.agent.dial;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Spreads what many agents would otherwise do at the same moment. */
public final class Jitter {
    private Jitter() {}

    /** Evenly between nothing and all of the duration. */
    public static Duration upTo(Duration duration, RandomGenerator random) {
        return Duration.ofMillis(random.nextLong(duration.toMillis() + 1));
    }

    /** Evenly between half of the duration and all of it; at least a millisecond. */
    public static Duration upperHalf(Duration duration, RandomGenerator random) {
        long half = Math.max(1, duration.toMillis() / 2);
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }
}
