package dev.culvert.gateway.front;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;

/**
 * Lets an answer that broke look broken in HTTP/1.0: one of unknown length ends there as the connection does, and an orderly
 * end, of TLS or of TCP, would say that it is whole.
 */
final class HalfAnswer extends ChannelDuplexHandler {
    private boolean http10;
    private boolean half;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse head) {
            half = http10 && !head.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
        }
        if (message instanceof LastHttpContent) {
            half = false;
        }
        ctx.write(message, promise);
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        ChannelHandlerContext tls = ctx.pipeline().context(SslHandler.class);
        if (half && tls != null) {
            ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            // Past the handler of TLS, which would say goodbye.
            tls.close(promise);
        } else {
            ctx.close(promise);
        }
    }
}
