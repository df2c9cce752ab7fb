package dev.culvert.tunnel.carrier;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/**
 * Takes carriers of one kind from the requests that a gateway's HTTP server gets. Knows no identities: whoever calls it has
 * authenticated the request.
 *
 * <p><b>Threading.</b> On the request's context, to which the carrier then belongs. The request is paused before anything
 * asynchronous, such as authentication, comes between its arrival and {@link #accept}.
 */
public interface Acceptor {
    /** {@code grpc} or {@code websocket}. */
    String kind();

    /** Whether the request asks for a carrier of this kind. Looks at it only. */
    boolean matches(HttpServerRequest request);

    /**
     * Takes the request as a carrier and says so to the peer at once. Where the request is malformed, it is answered, and the
     * future fails; nobody else has to answer it.
     */
    Future<Carrier> accept(HttpServerRequest request);

    /**
     * Answers the request with a refusal, in the words of this kind of carrier.
     *
     * @param message for people at the other end; says nothing about which credentials exist
     */
    void refuse(HttpServerRequest request, Refusal refusal, String message);
}
