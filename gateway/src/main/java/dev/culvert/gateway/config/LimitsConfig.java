package dev.culvert.gateway.config;

import java.time.Duration;

/**
 * What callers may ask of the public listener.
 *
 * @param maxHead of a request line, and of all headers together, each
 * @param maxStreamsPerConnection requests at once on one HTTP/2 connection
 * @param maxConnectionsPerAddress connections at once from one address of the network
 * @param headTimeout from a connection's start, or a head's first byte, to the head's end
 * @param bodyTimeout that the body of a request may pause; not of those that are open for as long as the caller likes
 * @param idleTimeout on a connection without a request under way; a request under way has none
 * @param perCaller what one caller may have under way, in all clusters together
 * @param perCluster what one cluster may be asked at once, by all callers together
 */
public record LimitsConfig(
        ByteSize maxHead,
        int maxStreamsPerConnection,
        int maxConnectionsPerAddress,
        Duration headTimeout,
        Duration bodyTimeout,
        Duration idleTimeout,
        QuotaConfig perCaller,
        QuotaConfig perCluster) {
    private static final QuotaConfig CALLER = new QuotaConfig(1_000, 20_000, 1_000, 0);
    private static final QuotaConfig CLUSTER = new QuotaConfig(4_000, 50_000, 4_000, 0);

    /** What holds where the file says nothing. */
    public static final LimitsConfig DEFAULTS = new LimitsConfig(
            ByteSize.mebi(1),
            2_000,
            10_000,
            Duration.ofSeconds(20),
            Duration.ofMinutes(1),
            Duration.ofMinutes(3),
            CALLER,
            CLUSTER);

    public LimitsConfig {
        boolean legal = maxHead.bytes() >= 64 << 10 && maxHead.bytes() <= 8 << 20;
        ConfigException.require(legal, "maxHead", "must be between 64Ki and 8Mi");
        TunnelConfig.requireBetween(maxStreamsPerConnection, 1, 1_000_000, "maxStreamsPerConnection");
        TunnelConfig.requireBetween(maxConnectionsPerAddress, 1, 1_000_000, "maxConnectionsPerAddress");
        Durations.requireBetween(headTimeout, Duration.ofSeconds(1), Duration.ofMinutes(5), "headTimeout");
        Durations.requireBetween(bodyTimeout, Duration.ofSeconds(1), Duration.ofHours(1), "bodyTimeout");
        Durations.requireBetween(idleTimeout, Duration.ofSeconds(1), Duration.ofHours(24), "idleTimeout");
    }

    static LimitsConfig read(Section section) {
        return new LimitsConfig(
                section.size("maxHead", DEFAULTS.maxHead),
                section.number("maxStreamsPerConnection", DEFAULTS.maxStreamsPerConnection),
                section.number("maxConnectionsPerAddress", DEFAULTS.maxConnectionsPerAddress),
                section.duration("headTimeout", DEFAULTS.headTimeout),
                section.duration("bodyTimeout", DEFAULTS.bodyTimeout),
                section.duration("idleTimeout", DEFAULTS.idleTimeout),
                section.section("perCaller", quota -> QuotaConfig.read(quota, CALLER)),
                section.section("perCluster", quota -> QuotaConfig.read(quota, CLUSTER)));
    }
}
