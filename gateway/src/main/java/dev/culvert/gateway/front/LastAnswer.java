package dev.culvert.gateway.front;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Ends an HTTP/1 connection when it is told to: at once where it is idle, else behind the answer to the last request that is
 * under way, whose head says so. A connection that has not been used yet is left its first request, since clients repeat only
 * what failed on a connection that they had used before. Upgraded connections are left alone.
 */
final class LastAnswer extends ChannelDuplexHandler {
    private @Nullable ChannelHandlerContext context;
    private boolean told;
    private boolean used;
    private boolean reading;
    private int underWay;

    /** On the connection's event loop. */
    void tell() {
        told = true;
        if (context != null) {
            endIfIdle(context);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest) {
            used = true;
            reading = true;
            underWay++;
        }
        boolean end = message instanceof LastHttpContent;
        ctx.fireChannelRead(message);
        if (end) {
            reading = false;
            endIfIdle(ctx);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        HttpResponse head = message instanceof HttpResponse response ? response : null;
        boolean interim = head != null && head.status().code() < 200;
        if (head != null && !interim && told && underWay == 1) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        ChannelPromise written = promise.unvoid();
        if (message instanceof LastHttpContent && !interim) {
            underWay--;
            written.addListener((ChannelFutureListener) done -> endIfIdle(ctx));
        }
        ctx.write(message, written);
    }

    /** What is still sent of a request is read first: closed over it, the connection could lose its answer. */
    private void endIfIdle(ChannelHandlerContext ctx) {
        if (told && used && !reading && underWay == 0) {
            ctx.close();
        }
    }
}
