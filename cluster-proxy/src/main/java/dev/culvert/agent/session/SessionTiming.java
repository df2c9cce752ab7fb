package dev.culvert.agent.session;

import java.time.Duration;

/**
 * How a session waits.
 *
 * @param firstRetry after the first failure; doubles with each
 * @param maxRetry the most, and at once after a permanent failure
 * @param proven how long a carrier must have lived for its end to count as the first failure again
 * @param restart for how long a gateway that ended a carrier that had lived so long is expected back
 * @param restartRetry the most that is waited meanwhile, which is less than requests at the gateway wait for its agents
 * @param drained the most that is waited where the gateway drains a carrier that has lived so long
 * @param betterKind between attempts to get back to the preferred kind of carrier
 * @param replacedGrace what the exchanges of a replaced carrier get to finish
 */
public record SessionTiming(
        Duration firstRetry,
        Duration maxRetry,
        Duration proven,
        Duration restart,
        Duration restartRetry,
        Duration drained,
        Duration betterKind,
        Duration replacedGrace) {

    public static SessionTiming defaults() {
        return new SessionTiming(
                Duration.ofMillis(500),
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                Duration.ofMinutes(10),
                Duration.ofHours(24));
    }
}
