package dev.culvert.tunnel.carrier.grpc;

import dev.culvert.tunnel.carrier.CarrierEnd;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.StreamResetException;
import java.time.Duration;

/**
 * The gateway's end. It ends the call by trailers, and takes the dialler's END_STREAM, or its reset after the trailers, as
 * the answer. The connection is the dialler's to close; this side asks it to by GOAWAY, which spares what else may live on it.
 */
final class AcceptedGrpcCarrier extends GrpcCarrier {
    /** How long other streams may stay on the connection of a carrier that has ended. */
    private static final Duration CONNECTION_GRACE = Duration.ofHours(1);

    private final HttpServerRequest request;
    private final HttpServerResponse response;

    AcceptedGrpcCarrier(Context context, HttpServerRequest request) {
        super(context, String.valueOf(request.remoteAddress()), request, request.response());
        this.request = request;
        this.response = request.response();
        response.exceptionHandler(this::lost);
        // Told of by the stream as well; without a handler Vert.x logs it.
        request.connection().exceptionHandler(ignored -> {});
        response.closeHandler(ignored -> lost(new IllegalStateException("closed")));
        request.connection().setWindowSize(Http2Tuning.CARRIER_WINDOW);
        StreamWindow.enlarge(request, Http2Tuning.CARRIER_WINDOW - Http2Tuning.SERVER_STREAM_WINDOW);
        start();
    }

    @Override
    void endedByPeer() {
        // First: the trailers complete the stream, which may tell of its close before they are back.
        ended(new CarrierEnd(true, false, isClosing() ? "closed by this side" : "closed by the peer"));
        if (!isClosing()) {
            sendTrailers();
        }
        leaveConnection();
    }

    @Override
    void lost(Throwable cause) {
        if (isClosing() && cause instanceof StreamResetException) {
            ended(new CarrierEnd(true, false, "closed by this side"));
            leaveConnection();
        } else {
            super.lost(cause);
        }
    }

    @Override
    protected void shutdown() {
        sendTrailers();
    }

    @Override
    protected void abort() {
        response.reset(CANCEL);
        leaveConnection();
    }

    private void sendTrailers() {
        if (!response.ended()) {
            response.putTrailer(GrpcStatus.STATUS, String.valueOf(GrpcStatus.OK));
            response.end();
        }
    }

    private void leaveConnection() {
        request.connection().shutdown(CONNECTION_GRACE);
    }
}
