package dev.culvert.gateway.config;

import java.time.Duration;

/**
 * Requests that wait for an agent which was lost a moment ago.
 *
 * @param patience key {@code wait}: that one request waits at most; zero: none waits
 * @param window after the loss of a cluster's last carrier (or the gateway's start) in which requests wait at all; behind it
 *     they fail at once, so that a client which asks again and again is not held up each time
 * @param maxRequestsPerCluster that wait at once
 * @param maxRequests that wait at once, of all clusters
 */
public record ParkingConfig(Duration patience, Duration window, int maxRequestsPerCluster, int maxRequests) {
    public ParkingConfig {
        Durations.requireBetween(patience, Duration.ZERO, Duration.ofSeconds(60), "wait");
        Durations.requireBetween(window, Duration.ZERO, Duration.ofMinutes(10), "window");
        TunnelConfig.requireBetween(maxRequestsPerCluster, 0, 1_000_000, "maxRequestsPerCluster");
        TunnelConfig.requireBetween(maxRequests, 0, 1_000_000, "maxRequests");
    }

    static ParkingConfig read(Section section) {
        return new ParkingConfig(
                section.duration("wait", Duration.ofSeconds(5)),
                section.duration("window", Duration.ofSeconds(10)),
                section.number("maxRequestsPerCluster", 200),
                section.number("maxRequests", 2_000));
    }
}
