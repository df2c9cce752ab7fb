package dev.culvert.gateway.front;

import dev.culvert.gateway.relay.PresentedMethod;
import dev.culvert.gateway.relay.UpgradeRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Stands between the decoder of an HTTP/1 connection and Vert.x. It presents POST
 * upgrades as GET, and carries the first bytes of the new protocol over the moment at which Vert.x exchanges its handlers:
 * Vert.x takes the decoder out first, and what comes out of it then would reach a handler that throws it away.
 */
final class UpgradeGate extends ChannelInboundHandlerAdapter {
    private final Queue<ByteBuf> early = new ArrayDeque<>();
    private boolean opening;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            admit(request);
            ctx.fireChannelRead(message);
        } else if (message instanceof ByteBuf bytes) {
            early.add(bytes);
            if (!opening) {
                opening = true;
                // The exchange of handlers goes on below this call; behind it on this event loop it is done.
                ctx.executor().execute(() -> open(ctx));
            }
        } else {
            ctx.fireChannelRead(message);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
    }

    private static void admit(HttpRequest request) {
        request.headers().remove(PresentedMethod.MARKER);
        if (!request.decoderResult().isSuccess()) {
            return;
        }
        if (UpgradeHead.kindOf(request) == UpgradeRequest.Kind.UPGRADE) {
            UpgradeHead.present(request);
        } else if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            // An answer of unknown length ends with the connection there: HTTP/1.0 has no chunks.
            UpgradeHead.dropConnectionLine(request.headers(), "keep-alive");
        }
    }

    private void open(ChannelHandlerContext ctx) {
        if (ctx.isRemoved()) {
            return;
        }
        for (ByteBuf bytes = early.poll(); bytes != null; bytes = early.poll()) {
            ctx.fireChannelRead(bytes);
        }
        ctx.fireChannelReadComplete();
        ctx.pipeline().remove(this);
        ctx.channel().config().setAutoRead(true);
    }
}
