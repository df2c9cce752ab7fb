package dev.culvert.tunnel.carrier;

/** The names that both ends of a tunnel know each other's endpoint by: see {@code tunnel.proto}. */
public final class Tunnel {
    /** The path of every carrier: a gRPC call is a POST to it, a WebSocket a GET. */
    public static final String PATH = "/culvert.tunnel.v1.Tunnel/Connect";

    /** The WebSocket subprotocol. */
    public static final String SUBPROTOCOL = "culvert.tunnel.v1";

    /** Where an agent has its key signed: a POST of a certificate request. */
    public static final String CERTIFICATE_PATH = "/culvert.tunnel.v1.Tunnel/Certificate";

    /** The capability of an acceptor that signs agents' keys. */
    public static final String CERTIFICATES = "certificates";

    private Tunnel() {}
}
