package dev.culvert.tunnel.carrier.grpc;

import io.vertx.core.http.Http2Settings;

/**
 * HTTP/2 as a carrier needs it. A window must hold what is under way in one round trip: 8 MiB are 80 MB/s at 100 ms. What one
 * stream of the tunnel may have under way is bounded by the tunnel's own credit, far below.
 */
final class Http2Tuning {
    /** Bytes. */
    static final int STREAM_WINDOW = 8 << 20;

    /** Bytes. */
    static final int CONNECTION_WINDOW = 8 << 20;

    /** Bytes. */
    static final int MAX_FRAME = 64 << 10;

    private Http2Tuning() {}

    static Http2Settings tune(Http2Settings settings) {
        return new Http2Settings(settings).setInitialWindowSize(STREAM_WINDOW).setMaxFrameSize(MAX_FRAME);
    }
}
