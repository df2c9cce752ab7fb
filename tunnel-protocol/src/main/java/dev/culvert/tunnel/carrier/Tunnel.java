package dev.culvert.tunnel.carrier;

/** The names that both ends of a tunnel know each other's endpoint by: see {@code tunnel.proto}. */
public final class Tunnel {
    /** The path of every carrier: a gRPC call is a POST to it, a WebSocket a GET. */
    public static final String PATH = "/culvert.tunnel.v1.Tunnel/Connect";

    /** The WebSocket subprotocol. */
    public static final String SUBPROTOCOL = "culvert.tunnel.v1";

    private Tunnel() {}
}
