package dev.culvert.gateway.config;

import java.time.Duration;
import java.util.Objects;

/**
 * The agents' tunnels.
 *
 * @param keepalive between pings on a silent carrier; a peer silent for three of them is dead
 * @param handshakeTimeout from an agent's connection to the end of its handshake
 * @param streamWindow what an agent may send unacknowledged on one stream
 * @param maxFrame the largest frame that the gateway accepts
 * @param maxHead the largest head of a response that the gateway accepts
 * @param maxCarriersPerSession connections of one agent process
 * @param maxSessionsPerCluster agent processes (replicas) of one cluster
 */
public record TunnelConfig(
        Duration keepalive,
        Duration handshakeTimeout,
        ByteSize streamWindow,
        ByteSize maxFrame,
        ByteSize maxHead,
        int maxCarriersPerSession,
        int maxSessionsPerCluster) {
    public TunnelConfig {
        Objects.requireNonNull(keepalive, "keepalive");
        Durations.requireBetween(keepalive, Duration.ofSeconds(1), Duration.ofSeconds(60), "keepalive");
        Durations.requireBetween(handshakeTimeout, Duration.ofMillis(100), Duration.ofSeconds(60), "handshakeTimeout");
        requireBetween(streamWindow, ByteSize.kibi(16), ByteSize.mebi(64), "streamWindow");
        requireBetween(maxFrame, ByteSize.kibi(4), ByteSize.kibi(64), "maxFrame");
        requireBetween(maxHead, ByteSize.kibi(64), ByteSize.mebi(64), "maxHead");
        requireBetween(maxCarriersPerSession, 1, 64, "maxCarriersPerSession");
        requireBetween(maxSessionsPerCluster, 1, 1_000, "maxSessionsPerCluster");
    }

    static TunnelConfig read(Section section) {
        return new TunnelConfig(
                section.duration("keepalive", Duration.ofSeconds(5)),
                section.duration("handshakeTimeout", Duration.ofSeconds(10)),
                section.size("streamWindow", ByteSize.kibi(256)),
                section.size("maxFrame", ByteSize.kibi(32)),
                section.size("maxHead", ByteSize.mebi(4)),
                section.number("maxCarriersPerSession", 16),
                section.number("maxSessionsPerCluster", 16));
    }

    private static void requireBetween(ByteSize value, ByteSize least, ByteSize most, String path) {
        boolean legal = value.bytes() >= least.bytes() && value.bytes() <= most.bytes();
        ConfigException.require(legal, path, "must be between " + least.bytes() + "B and " + most.bytes() + "B");
    }

    static void requireBetween(int value, int least, int most, String path) {
        ConfigException.require(value >= least && value <= most, path, "must be between " + least + " and " + most);
    }
}
