package dev.culvert.tunnel.carrier.grpc;

import dev.culvert.tunnel.carrier.CarrierEnd;
import dev.culvert.tunnel.carrier.OpenCarriers;
import io.vertx.core.Context;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/**
 * The agent's end. It ends the call by END_STREAM and takes the gateway's trailers as the answer; the connection is its own,
 * and goes with it.
 */
final class DialledGrpcCarrier extends GrpcCarrier {
    private final HttpClientConnection connection;
    private final HttpClientRequest request;
    private final HttpClientResponse response;

    /** Vert.x closes a client that nobody refers to, with the connections that it made. */
    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private final HttpClient client;

    private final OpenCarriers carriers;

    DialledGrpcCarrier(
            Context context,
            HttpClient client,
            OpenCarriers carriers,
            HttpClientConnection connection,
            HttpClientRequest request,
            HttpClientResponse response) {
        super(context, String.valueOf(connection.remoteAddress()), response, request);
        this.client = client;
        this.carriers = carriers;
        this.connection = connection;
        this.request = request;
        this.response = response;
        carriers.add(this);
        request.exceptionHandler(this::lost);
        // Told of by the stream as well; without a handler Vert.x logs it.
        connection.exceptionHandler(ignored -> {});
        connection.closeHandler(ignored -> lost(new IllegalStateException("closed")));
        start();
    }

    @Override
    protected void over(CarrierEnd how) {
        carriers.remove(this);
    }

    @Override
    void endedByPeer() {
        int status = GrpcStatus.in(response.trailers());
        if (status == GrpcStatus.OK) {
            ended(new CarrierEnd(true, false, isClosing() ? "closed by this side" : "closed by the peer"));
        } else {
            ended(new CarrierEnd(
                    false,
                    false,
                    "the peer ended with grpc-status " + status + " " + GrpcStatus.messageIn(response.trailers())));
        }
        if (!isClosing()) {
            request.end();
        }
        connection.close();
    }

    @Override
    protected void shutdown() {
        request.end();
    }

    @Override
    protected void abort() {
        request.reset(CANCEL);
        connection.close();
    }
}
