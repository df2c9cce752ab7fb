package dev.culvert.tunnel.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Sees to it that every stream of an HTTP/2 connection that stopped writing goes on.
 *
 * <p>Netty's flow controller stops a stream as soon as the channel has much to write, but hears of the channel's changes by
 * events, which TLS delays to a later turn. Where the channel is free again by then, the controller sees no change and tells
 * the streams nothing: they wait for ever, and with them the callers whose answers they carry. So at each such event every
 * stream is looked at once more, by a window update of nothing.
 *
 * <p>Reaches into Vert.x's implementation for the channel: nothing public leads there.
 */
public final class Http2WakeUp extends ChannelInboundHandlerAdapter {
    private static final String NAME = "culvertWakeUp";

    private final Http2ConnectionHandler http2;

    Http2WakeUp(Http2ConnectionHandler http2) {
        this.http2 = http2;
    }

    /** Watches the connection until it ends. On its event loop, before streams are opened; nothing happens on HTTP/1. */
    public static void watch(HttpConnection connection) {
        Channel channel = channel(connection);
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        if (http2 != null) {
            channel.pipeline().addLast(NAME, new Http2WakeUp(http2));
        }
    }

    static boolean isWatched(HttpConnection connection) {
        return channel(connection).pipeline().get(NAME) != null;
    }

    private static Channel channel(HttpConnection connection) {
        Object made = connection instanceof UnpooledHttpClientConnection client ? client.unwrap() : connection;
        return ((ConnectionBase) made).channel();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Http2Exception {
        if (context.channel().isWritable()) {
            Http2RemoteFlowController flow = http2.encoder().flowController();
            http2.connection().forEachActiveStream(stream -> {
                flow.incrementWindowSize(stream, 0);
                return true;
            });
        }
        context.fireChannelWritabilityChanged();
    }
}
