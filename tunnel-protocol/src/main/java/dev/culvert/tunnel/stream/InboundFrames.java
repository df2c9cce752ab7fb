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
    /** Bytes of a packet that a byte of data may keep in memory. */
    private static final long MAX_WASTE = 8;

    private final Multiplexer multiplexer;
    private final StreamTable table;
    private int packetBytes;

    InboundFrames(Multiplexer multiplexer) {
        this.multiplexer = multiplexer;
        this.table = multiplexer.table();
    }

    /** A packet of that many bytes comes now. */
    void packet(int bytes) {
        packetBytes = bytes;
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
        multiplexer.onPong(number);
    }

    @Override
    public void onGoAway(CloseCode code, String message, Duration grace) {
        multiplexer.onGoAway(code, message, grace);
    }

    @Override
    public void onOpen(int id, Buffer open) {
        requireReady();
        requireLength(open);
        table.use(id);
        TunnelStream stream = multiplexer.accept(id);
        if (stream != null) {
            opened(stream, open);
        }
    }

    @Override
    public void onResponseHead(int id, Buffer head) {
        requireLength(head);
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
            stream.onData(keepable(data));
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

    /** What waits for its reader keeps the packet in memory that it is a view of: little of a large one is copied. */
    private Buffer keepable(Buffer data) {
        return data.length() * MAX_WASTE < packetBytes ? data.copy() : data;
    }

    private void opened(TunnelStream stream, Buffer open) {
        stream.opened();
        multiplexer.listener().onOpen(stream, open);
    }

    private @Nullable TunnelStream find(int id) {
        requireReady();
        return table.find(id);
    }

    private void requireLength(Buffer head) {
        if (head.length() > multiplexer.maxHeadBytes()) {
            throw new ProtocolViolationException("head of more than " + multiplexer.maxHeadBytes() + " bytes");
        }
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
