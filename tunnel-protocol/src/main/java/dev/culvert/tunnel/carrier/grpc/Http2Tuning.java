package dev.culvert.tunnel.carrier.grpc;

import io.vertx.core.http.Http2Settings;

/**
 * HTTP/2 as a carrier needs it. A window must hold what is under way in one round trip: 32 MiB are 320 MB/s at 100 ms. What one
 * stream of the tunnel may have under way is bounded by the tunnel's own credit, far below.
 */
final class Http2Tuning {
    /** Of a carrier's stream, and of the connection that it has to itself. Bytes. */
    static final int CARRIER_WINDOW = 32 << 20;

    /**
     * Of a stream at a server, which may be a caller's: a part of the connection's, so that one that nobody reads leaves room
     * to the others, and as much as one stream of the tunnel holds. Bytes.
     */
    static final int SERVER_STREAM_WINDOW = 256 << 10;

    /** Of a connection at a server, as long as it is a caller's. Bytes. */
    static final int CONNECTION_WINDOW = 8 << 20;

    /** Bytes. */
    static final int MAX_FRAME = 64 << 10;

    private Http2Tuning() {}

    static Http2Settings dialler(Http2Settings settings) {
        return new Http2Settings(settings).setInitialWindowSize(CARRIER_WINDOW).setMaxFrameSize(MAX_FRAME);
    }

    static Http2Settings server(Http2Settings settings) {
        return new Http2Settings(settings)
                .setInitialWindowSize(SERVER_STREAM_WINDOW)
                .setMaxFrameSize(MAX_FRAME);
    }
}
