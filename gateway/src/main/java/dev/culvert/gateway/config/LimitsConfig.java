package dev.culvert.gateway.config;

import java.time.Duration;

/**
 * What callers may ask of the public listener.
 *
 * @param maxHead of a request line, and of all headers together, each
 * @param maxStreamsPerConnection requests at once on one HTTP/2 connection
 * @param headTimeout from a connection's start, or a head's first byte, to the head's end
 * @param idleTimeout on a connection without a request under way; a request under way has none
 */
public record LimitsConfig(ByteSize maxHead, int maxStreamsPerConnection, Duration headTimeout, Duration idleTimeout) {
    public LimitsConfig {
        boolean legal = maxHead.bytes() >= 64 << 10 && maxHead.bytes() <= 8 << 20;
        ConfigException.require(legal, "maxHead", "must be between 64Ki and 8Mi");
        TunnelConfig.requireBetween(maxStreamsPerConnection, 1, 1_000_000, "maxStreamsPerConnection");
        Durations.requireBetween(headTimeout, Duration.ofSeconds(1), Duration.ofMinutes(5), "headTimeout");
        Durations.requireBetween(idleTimeout, Duration.ofSeconds(1), Duration.ofHours(24), "idleTimeout");
    }

    static LimitsConfig read(Section section) {
        return new LimitsConfig(
                section.size("maxHead", ByteSize.mebi(1)),
                section.number("maxStreamsPerConnection", 2_000),
                section.duration("headTimeout", Duration.ofSeconds(20)),
                section.duration("idleTimeout", Duration.ofMinutes(3)));
    }
}
