package dev.culvert.tunnel.carrier.websocket;

import dev.culvert.tunnel.carrier.AbstractCarrier;
import dev.culvert.tunnel.carrier.CarrierEnd;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Both ends of a WebSocket; the protocol is symmetric. Puts fragments together itself, since a packet's limit must hold
 * before a message is whole.
 *
 * <p>Uses Vert.x's internal {@link WebSocketInternal} for the channel: to cut the connection, since Vert.x's own close waits
 * for the peer, without an end where the peer does not read; and to know when it is full. Vert.x learns that by an event, which
 * TLS delays to a later turn: in one turn it would take any amount.
 */
final class WebSocketCarrier extends AbstractCarrier {
    static final String KIND = "websocket";

    /** Close codes: RFC 6455, section 7.4.1. */
    private static final short NORMAL = 1000;

    private static final short GOING_AWAY = 1001;
    private static final short UNSUPPORTED = 1003;
    private static final short TOO_BIG = 1009;

    /** Pings that a peer may send while it does not take what this side has to send; Vert.x answers each. */
    private static final int MAX_PINGS = 64;

    private final WebSocket socket;
    private final ChannelHandlerContext vertx;

    private final Consumer<WebSocketCarrier> whenOver;

    /** The fragments so far of a message that is not whole; null between messages. */
    private @Nullable Buffer partial;

    private int pingsWhileFull;

    /** @param whenOver is kept as long as the carrier, with what it refers to */
    WebSocketCarrier(Context context, WebSocket socket, Consumer<WebSocketCarrier> whenOver) {
        super(context, KIND, String.valueOf(socket.remoteAddress()));
        this.socket = socket;
        this.whenOver = whenOver;
        this.vertx = ((WebSocketInternal) socket).channelHandlerContext();
        vertx.pipeline().addBefore(vertx.name(), "culvertWritability", new Writability());
    }

    /** A frame came: binary, its continuation, or what must not come. */
    void frame(WebSocketFrame frame) {
        if (frame.isText()) {
            violation(UNSUPPORTED, "a text message");
        } else if (frame.isBinary() || frame.isContinuation()) {
            fragment(frame.binaryData(), frame.isFinal());
        } else if (frame.isPing()) {
            pinged();
        }
    }

    private void pinged() {
        pingsWhileFull = connectionFull() ? pingsWhileFull + 1 : 0;
        if (pingsWhileFull > MAX_PINGS) {
            fail(true, "pings whose answers are not taken");
        }
    }

    void failed(Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException) {
            fail(true, "a frame that breaks the protocol or its limits: " + cause.getMessage());
        }
        // Anything else ends the connection, whose own handler tells of it.
    }

    void closed() {
        Short code = socket.closeStatusCode();
        boolean clean = code != null && (code == NORMAL || code == GOING_AWAY);
        if (clean) {
            ended(new CarrierEnd(true, false, isClosing() ? "closed by this side" : "closed by the peer"));
        } else {
            ended(new CarrierEnd(false, false, "the connection was lost, or closed with code " + code));
        }
    }

    void writable() {
        drained();
    }

    @Override
    protected void over(CarrierEnd how) {
        whenOver.accept(this);
    }

    @Override
    protected void send(Buffer packet) {
        socket.writeFinalBinaryFrame(packet);
    }

    @Override
    protected boolean connectionFull() {
        return !vertx.channel().isWritable() || socket.writeQueueFull();
    }

    @Override
    protected void holdBack() {
        socket.pause();
    }

    @Override
    protected void letFlow() {
        socket.resume();
    }

    @Override
    protected void shutdown() {
        socket.close(NORMAL);
    }

    @Override
    protected void abort() {
        vertx.close();
    }

    private void fragment(Buffer bytes, boolean last) {
        Buffer begun = partial;
        int length = bytes.length() + (begun == null ? 0 : begun.length());
        if (length > MAX_PACKET_BYTES) {
            partial = null;
            violation(TOO_BIG, "a packet of " + length + " bytes or more");
            return;
        }
        if (begun == null && last) {
            received(bytes);
            return;
        }
        Buffer whole = begun == null ? Buffer.buffer(2 * length) : begun;
        whole.appendBuffer(bytes);
        partial = last ? null : whole;
        if (last) {
            received(whole);
        }
    }

    private void violation(short code, String message) {
        socket.close(code, message);
        fail(true, message);
    }

    /** Hears of every change, also of two that come so late that Vert.x sees none. */
    private final class Writability extends ChannelInboundHandlerAdapter {
        @Override
        public void channelWritabilityChanged(ChannelHandlerContext changed) {
            changed.fireChannelWritabilityChanged();
            if (changed.channel().isWritable()) {
                context().runOnContext(later -> drained());
            }
        }
    }
}
