package dev.culvert.tunnel.carrier;

/** How far a dialler got: the first thing on the way to the gateway that did not work, in the order of the way. */
public enum Hop {
    /** The gateway's name, or the proxy's, has no address. */
    NAME,
    /** The address, or the proxy's, does not take a TCP connection. */
    TCP,
    /** The proxy took the connection, but would not open a way through: it wants credentials, or forbids the target. */
    PROXY,
    /** The gateway's certificate could not be verified, is for another name, or what answered does not speak TLS. */
    TLS,
    /** TLS works, but what answered does not speak HTTP/2: something between re-encrypts. Only gRPC needs it. */
    ALPN,
    /** HTTP works, but the answer is not a tunnel's: a wrong path, a login page, a proxy that lets no upgrade through. */
    HTTP,
    /** The gateway does not know the token. */
    CREDENTIAL,
    /** The gateway, or the agent, does not hold to the protocol of the carrier. */
    PROTOCOL
}
