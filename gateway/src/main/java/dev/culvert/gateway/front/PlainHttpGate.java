package dev.culvert.gateway.front;

import dev.culvert.gateway.relay.RequestId;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * TLS, and 400 to whoever speaks plain HTTP in its place, as kube-apiserver answers: never a redirect, which clients of
 * Kubernetes take for an answer. What else comes is read and dropped until the caller closes, or the time for a handshake is over,
 * as an end with bytes unread would take the answer away again.
 */
final class PlainHttpGate extends SslHandler {
    private final Consumer<Channel> arrived;
    private boolean decided;
    private boolean refused;

    /**
     * @param arrived takes the connection when this is put into its pipeline, before a byte was read from it
     */
    PlainHttpGate(SSLEngine engine, Consumer<Channel> arrived, boolean startTls) {
        super(engine, startTls);
        this.arrived = arrived;
    }

    PlainHttpGate(SSLEngine engine, Consumer<Channel> arrived, boolean startTls, Executor executor) {
        super(engine, startTls, executor);
        this.arrived = arrived;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        arrived.accept(ctx.channel());
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws SSLException {
        if (!decided && in.isReadable()) {
            decided = true;
            refused = isUpperCase(in.getByte(in.readerIndex()));
            if (refused) {
                refuse(ctx);
            }
        }
        if (refused) {
            in.skipBytes(in.readableBytes());
        } else {
            super.decode(ctx, in, out);
        }
    }

    /** What a method begins with, HTTP/2's preface too. The first byte of a TLS connection is 22, the type of a handshake. */
    private static boolean isUpperCase(byte b) {
        return b >= 'A' && b <= 'Z';
    }

    private static void refuse(ChannelHandlerContext ctx) {
        HttpResponse answer = StatusWriter.http1(
                StatusException.badRequest("this port speaks HTTPS, and a request of plain HTTP came"),
                RequestId.random());
        ctx.pipeline().addBefore(ctx.name(), "plainHttpEncoder", new HttpResponseEncoder());
        // From here on it goes out by the encoder alone, past TLS.
        ctx.writeAndFlush(answer).addListener((ChannelFutureListener) sent -> {
            if (sent.channel() instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            } else {
                sent.channel().close();
            }
        });
    }
}
