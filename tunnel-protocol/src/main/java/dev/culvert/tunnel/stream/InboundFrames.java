package dev.culvert.tunnel.stream;

import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ProtocolViolationException;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.failure.StreamResetException;
import dev.culvert.tunnel.frame.FrameHandler;
import dev.culvert.tunnel.frame.Hello;
import dev.culvert.tunnel.frame.Welcome;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Brings each frame that comes in to whom it concerns, and refuses those that are not legal at this time. */
final class InboundFrames implements FrameHandler {
    private final Multiplexer multiplexer;
    private final StreamTable table;

    InboundFrames(Multiplexer multiplexer) {
        this.multiplexer = multiplexer;
        this.table = multiplexer.table();
    }

    @Override
    public void onHello(Hello hello) {
        requireShaking();
        PeerIdentity[] identity = new PeerIdentity[1];
        multiplexer
                .scheduler()
                .writeNow(packet -> identity[0] = multiplexer.handshake().onHello(hello, packet));
        multiplexer.onReady(identity[0]);
    }

    @Override
    public void onWelcome(Welcome welcome) {
        requireShaking();
        multiplexer.onReady(multiplexer.handshake().onWelcome(welcome));
    }

    @Override
    public void onPing(long number) {
        requireReady();
        multiplexer.scheduler().pong(number);
    }

    @Override
    public void onPong(long number) {
        requireReady();
        multiplexer.keepalive().onPong(number);
    }

    @Override
    public void onGoAway(CloseCode code, String message, Duration grace) {
        multiplexer.onGoAway(code, message, grace);
    }

    @Override
    public void onOpen(int id, Buffer open) {
        requireReady();
        table.use(id);
        TunnelStream stream = multiplexer.accept(id);
        if (stream != null) {
            opened(stream, open);
        }
    }

    @Override
    public void onResponseHead(int id, Buffer head) {
        TunnelStream stream = find(id);
        if (stream != null) {
            stream.onHead(head);
        }
    }

    @Override
    public void onHeadFragment(int id, Buffer piece, boolean last) {
        requireReady();
        TunnelStream stream;
        if (table.opensNew(id)) {
            table.use(id);
            stream = multiplexer.accept(id);
        } else {
            stream = table.find(id);
        }
        Buffer head = stream == null ? null : stream.onHeadFragment(piece, last, multiplexer.maxHeadBytes());
        if (stream == null || head == null) {
            return;
        }
        if (stream.isOpener()) {
            stream.onHead(head);
        } else {
            opened(stream, head);
        }
    }

    @Override
    public void onData(int id, Buffer data) {
        TunnelStream stream = find(id);
        if (stream != null) {
            stream.onData(data);
        }
    }

    @Override
    public void onEnd(int id) {
        TunnelStream stream = find(id);
        if (stream != null) {
            stream.onEnd();
        }
    }

    @Override
    public void onCredit(int id, int bytes) {
        TunnelStream stream = find(id);
        if (stream != null) {
            stream.onCredit(bytes);
        }
    }

    @Override
    public void onReset(int id, ResetCode code, String message) {
        TunnelStream stream = find(id);
        if (stream != null) {
            stream.onReset(new StreamResetException(code, message));
        }
    }

    private void opened(TunnelStream stream, Buffer open) {
        stream.opened();
        multiplexer.listener().onOpen(stream, open);
    }

    private @Nullable TunnelStream find(int id) {
        requireReady();
        return table.find(id);
    }

    private void requireReady() {
        if (!multiplexer.isReady()) {
            throw new ProtocolViolationException("frame before the handshake");
        }
    }

    private void requireShaking() {
        if (!multiplexer.isShaking()) {
            throw new ProtocolViolationException("handshake after its time");
        }
    }
}
