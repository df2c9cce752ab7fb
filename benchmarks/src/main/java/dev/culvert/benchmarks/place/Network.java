package dev.culvert.benchmarks.place;

import java.util.List;

/**
 * The two ends, and the line between them.
 *
 * @param centre where callers are, and the outer part of every variant: a gateway, a first hop, an SSH server
 * @param edge where the backend is, and the inner part of every variant: an agent, a last hop, an SSH client
 */
public record Network(Place centre, Place edge) {

    private static final Place HERE = new Place("127.0.0.1", List.of());

    /** Both ends on this machine's loopback. */
    public static Network loopback() {
        return new Network(HERE, HERE);
    }

    /** The addresses that a server's certificate has to be good for. */
    public List<String> addresses() {
        return List.of(centre.address(), edge.address()).stream().distinct().toList();
    }
}
