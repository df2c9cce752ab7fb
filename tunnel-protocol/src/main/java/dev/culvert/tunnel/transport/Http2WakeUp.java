package dev.culvert.tunnel.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;

/**
 * Sees to it that every stream of an HTTP/2 connection that stopped writing goes on.
 *
 * <p>Netty's flow controller stops a stream as soon as the channel has much to write, but hears of the channel's changes by
 * events, which TLS delays to a later turn. Where the channel is free again by then, the controller sees no change and tells
 * the streams nothing: they wait for ever, and with them the callers whose answers they carry. So at each such event every
 * stream is looked at once more, by a window update of nothing.
 */
final class Http2WakeUp extends ChannelInboundHandlerAdapter {
    private final Http2ConnectionHandler http2;

    Http2WakeUp(Http2ConnectionHandler http2) {
        this.http2 = http2;
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
