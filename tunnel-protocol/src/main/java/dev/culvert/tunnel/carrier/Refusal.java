package dev.culvert.tunnel.carrier;

/** Why an acceptor does not take a carrier; each kind of carrier says it in its own words. */
public enum Refusal {
    /** No credential, or one that stands for no cluster: gRPC status 16, HTTP 401. Dialling again with it is pointless. */
    UNAUTHENTICATED,
    /** The acceptor has all the carriers that it will hold: gRPC status 8, HTTP 503. */
    OVERLOADED,
    /** The acceptor is starting, or draining: gRPC status 14, HTTP 503. Dialling again, perhaps elsewhere, will help. */
    UNAVAILABLE
}
