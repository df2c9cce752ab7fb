package dev.culvert.gateway.front;

import dev.culvert.gateway.relay.RequestId;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusWriter;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;

/**
 * Answers a request whose chunks cannot be read, as kube-apiserver does, before Vert.x breaks the connection without a word.
 * Where an answer has begun, or an earlier request still waits for its own, the connection just breaks: whatever came then
 * would be taken for another request's answer.
 */
final class MalformedBody extends ChannelDuplexHandler {
    private int unanswered;
    private boolean head;
    private boolean begun;
    private boolean refused;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            unanswered++;
            head = request.method().equals(HttpMethod.HEAD);
        }
        boolean malformed = message instanceof HttpContent content
                && !(message instanceof HttpRequest)
                && !content.decoderResult().isSuccess();
        if (malformed && unanswered == 1 && !begun && !head) {
            refused = true;
            ctx.writeAndFlush(refusal()).addListener((ChannelFutureListener) sent -> ctx.fireChannelRead(message));
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private static FullHttpResponse refusal() {
        return StatusWriter.http1(StatusException.badRequest("the request's chunks are malformed"), RequestId.random());
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (refused) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        boolean interim =
                message instanceof HttpResponse answer && answer.status().code() < 200;
        if (message instanceof HttpResponse && !interim) {
            begun = true;
        }
        if (message instanceof LastHttpContent && !interim) {
            begun = false;
            unanswered--;
        }
        ctx.write(message, promise);
    }
}
