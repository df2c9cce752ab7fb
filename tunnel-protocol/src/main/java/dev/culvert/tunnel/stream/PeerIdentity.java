package dev.culvert.tunnel.stream;

import dev.culvert.tunnel.frame.Limits;
import java.time.Duration;
import java.util.Set;

/**
 * What the handshake brought.
 *
 * @param session of the dialer; empty where the peer is the acceptor
 * @param cluster the registered name
 * @param keepalive between pings
 */
public record PeerIdentity(
        String session, String cluster, String software, Set<String> capabilities, Limits limits, Duration keepalive) {}
