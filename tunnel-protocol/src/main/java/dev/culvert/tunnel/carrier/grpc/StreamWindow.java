package dev.culvert.tunnel.carrier.grpc;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The window of one stream at a server. Vert.x sets it for all streams alike, or for the connection; only Netty's flow
 * controller, which is reached through the connection's implementation, can do so for a carrier's alone.
 */
final class StreamWindow {
    private StreamWindow() {}

    /** Lets the peer send that many bytes more before any is acknowledged. On the request's event loop. */
    static void enlarge(HttpServerRequest request, int bytes) {
        Channel channel = ((ConnectionBase) request.connection()).channel();
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        Http2Stream stream = http2 == null ? null : http2.connection().stream(Math.toIntExact(request.streamId()));
        if (stream != null) {
            try {
                http2.decoder().flowController().incrementWindowSize(stream, bytes);
            } catch (Http2Exception e) {
                throw new IllegalStateException(e);
            }
            channel.flush();
        }
    }
}
