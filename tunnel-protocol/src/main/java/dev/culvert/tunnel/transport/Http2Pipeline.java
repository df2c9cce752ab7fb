package dev.culvert.tunnel.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * What each HTTP/2 connection has in its pipeline, of whichever side: {@link Http2WakeUp} and {@link FlushOnce}.
 *
 * <p>Reaches into Vert.x's implementation for the channel: nothing public leads there.
 */
public final class Http2Pipeline {
    private static final String WAKE_UP = "culvertWakeUp";
    private static final String FLUSHES = "culvertFlushes";

    private Http2Pipeline() {}

    /** On the connection's event loop, before streams are opened; nothing happens on HTTP/1. */
    public static void prepare(HttpConnection connection) {
        ChannelPipeline pipeline = channel(connection).pipeline();
        Http2ConnectionHandler http2 = pipeline.get(Http2ConnectionHandler.class);
        if (http2 != null) {
            pipeline.addLast(WAKE_UP, new Http2WakeUp(http2));
            pipeline.addBefore(pipeline.context(http2).name(), FLUSHES, FlushOnce.handler());
        }
    }

    static boolean isPrepared(HttpConnection connection) {
        ChannelPipeline pipeline = channel(connection).pipeline();
        return pipeline.get(WAKE_UP) != null && pipeline.get(FLUSHES) != null;
    }

    private static Channel channel(HttpConnection connection) {
        Object made = connection instanceof UnpooledHttpClientConnection client ? client.unwrap() : connection;
        return ((ConnectionBase) made).channel();
    }
}
