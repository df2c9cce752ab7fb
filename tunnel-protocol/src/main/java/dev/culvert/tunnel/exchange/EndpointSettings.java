package dev.culvert.tunnel.exchange;

import dev.culvert.tunnel.flow.Budget;
import dev.culvert.tunnel.frame.Limits;
import dev.culvert.tunnel.stream.MultiplexerSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * What an {@link Endpoint} is told about itself. Start from {@link #defaults} and change what differs.
 *
 * @param software name and version, such as {@code gateway/0.1.0}
 * @param session 32 lower-case hexadecimal digits, the same for all carriers of one agent process; unused by an acceptor
 * @param cluster what the dialer believes to serve; empty: whatever its token says; unused by an acceptor
 * @param capabilities optional features that this side understands
 * @param keepalive between pings on a silent carrier; a peer silent for three of them is dead. The acceptor's counts
 * @param handshakeTimeout from the carrier's start to the end of the handshake
 * @param maxFrameBytes of one data frame that this side accepts; 4,096 to 65,536
 * @param streamWindowBytes what a stream's peer may send unacknowledged; up to 16 times as much on a line so long that the
 *     stream would wait for it
 * @param maxStreams opened by the peer at once on this carrier
 * @param maxHeadBytes of one request's or response's encoded head
 * @param budget for what all streams of all carriers of the process hold: windows, and what waits to be sent
 */
public record EndpointSettings(
        String software,
        String session,
        String cluster,
        Set<String> capabilities,
        Duration keepalive,
        Duration handshakeTimeout,
        int maxFrameBytes,
        int streamWindowBytes,
        int maxStreams,
        int maxHeadBytes,
        Budget budget) {
    /** Of a new stream, before it has shown that it needs more. */
    private static final int INITIAL_CREDIT_BYTES = 32 * 1024;

    public EndpointSettings {
        Objects.requireNonNull(software, "software");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(cluster, "cluster");
        capabilities = Set.copyOf(capabilities);
        Objects.requireNonNull(keepalive, "keepalive");
        Objects.requireNonNull(handshakeTimeout, "handshakeTimeout");
        Objects.requireNonNull(budget, "budget");
    }

    /** The defaults: keepalive 5 s, handshake 10 s, 32 KiB frames, 256 KiB windows, 10,000 streams, 4 MiB heads. */
    public static EndpointSettings defaults(String software) {
        return new EndpointSettings(
                software,
                "",
                "",
                Set.of(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                32 * 1024,
                256 * 1024,
                10_000,
                4 * 1024 * 1024,
                Budget.ofHeap());
    }

    /** The same for one run of an agent, and the cluster that it believes to serve. */
    public EndpointSettings withIdentity(String newSession, String newCluster) {
        return with(newSession, newCluster, budget);
    }

    /** The same with a part of its budget, half of it: for peers that must not starve others. */
    public EndpointSettings withHalfTheBudget() {
        return with(session, cluster, budget.part(Math.max(budget.limit() / 2, 1)));
    }

    private EndpointSettings with(String newSession, String newCluster, Budget newBudget) {
        return new EndpointSettings(
                software,
                newSession,
                newCluster,
                capabilities,
                keepalive,
                handshakeTimeout,
                maxFrameBytes,
                streamWindowBytes,
                maxStreams,
                maxHeadBytes,
                newBudget);
    }

    Limits limits() {
        return new Limits(maxFrameBytes, Math.min(INITIAL_CREDIT_BYTES, streamWindowBytes), maxStreams, maxHeadBytes);
    }

    MultiplexerSettings multiplexer() {
        return new MultiplexerSettings(limits(), streamWindowBytes, budget, handshakeTimeout);
    }
}
