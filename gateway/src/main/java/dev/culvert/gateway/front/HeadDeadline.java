package dev.culvert.gateway.front;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes an HTTP/1 connection whose next head does not come, or does not come to its end. While a request is under way nothing
 * is timed: watches and upgraded connections may be silent for hours.
 */
final class HeadDeadline extends ChannelDuplexHandler {
    /** Fired by the decoder when a head is there in part. */
    static final Object HEAD_BEGAN = new Object();

    private final Duration head;
    private final Duration idle;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean headBegan;
    private int underWay;

    /**
     * @param head from a connection's start, or a head's first byte, to the head's end
     * @param idle between the end of a response and the first byte of the next head
     */
    HeadDeadline(Duration head, Duration idle) {
        this.head = head;
        this.idle = idle;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        headBegan = true;
        arm(ctx, head);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event != HEAD_BEGAN) {
            super.userEventTriggered(ctx, event);
        } else if (underWay == 0 && !headBegan) {
            headBegan = true;
            arm(ctx, head);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest) {
            underWay++;
            headBegan = false;
            disarm();
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        boolean interim =
                message instanceof HttpResponse response && response.status().code() < 200;
        if (message instanceof LastHttpContent && !interim && --underWay == 0) {
            arm(ctx, idle);
        }
        ctx.write(message, promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        disarm();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        disarm();
        ctx.fireChannelInactive();
    }

    private void arm(ChannelHandlerContext ctx, Duration timeout) {
        disarm();
        deadline = ctx.executor().schedule(() -> ctx.channel().close(), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void disarm() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
