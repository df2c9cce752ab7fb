package dev.culvert.tunnel.exchange;

import java.util.Set;

/**
 * What the other side said of itself in the handshake.
 *
 * @param session 32 lower-case hexadecimal digits: the same for all carriers of one agent process. Empty at the dialer
 * @param cluster the registered name of the cluster
 * @param software name and version, for people; printable characters only
 * @param capabilities optional features that the peer understands
 */
public record Peer(String session, String cluster, String software, Set<String> capabilities) {
    public Peer {
        capabilities = Set.copyOf(capabilities);
    }
}
