package dev.culvert.tunnel.stream;

import dev.culvert.tunnel.carrier.Carrier;
import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ProtocolViolationException;
import dev.culvert.tunnel.failure.StreamResetException;
import dev.culvert.tunnel.frame.PacketWriter;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what goes onto the carrier next. Once a turn of the event loop it fills packets: control frames, then one frame of
 * each ready stream in turn; streams that have sent little without a pause (requests, heads, keystrokes, watch events) come
 * before bulk. Whoever goes on sending becomes bulk, and bulk has its share where small streams alone would fill the line: none
 * can starve the others.
 */
final class SendScheduler {
    /** A stream that has sent this much without a pause, which two full frames are, is bulk. */
    static final int INTERACTIVE_BYTES = 31 * 1024;
    /** A pause this long makes a stream interactive again. */
    static final long PAUSE_NANOS = 20_000_000;
    /** Bytes of small streams, while bulk waits, after which one frame of bulk comes. */
    static final int BULK_TURN_BYTES = 2 * INTERACTIVE_BYTES;
    /**
     * Bytes of a packet that data fills: with 5 bytes of gRPC's and 9 of HTTP/2's before it, one HTTP/2 frame in one TLS record,
     * which the peer takes as it comes. Cut anywhere else, it would put each frame together from two records, and each packet
     * from two frames. It is also what an interactive stream waits for at most, on a carrier that is not full.
     */
    static final int PACKET_BYTES = 16 * 1024 - 14;
    /** Bytes of a packet from which on it is closed, and no more frames come into it. */
    static final int CLOSED_BYTES = PACKET_BYTES / 2;
    /** Bytes of a packet up to which data still fills it exactly; behind more, frames are whole, so that turns are alike. */
    static final int LITTLE_BYTES = 1024;
    /** Answers that a peer may make this side owe while it takes none itself. */
    static final int MAX_OWED = 4096;
    /** Bytes of one piece of the control frames that wait. */
    static final int CONTROL_PIECE_BYTES = 16 * 1024;
    /** Bytes of control frames that may wait: room for a reset of each of ten thousand streams, with its message. */
    static final int MAX_CONTROL_BYTES = 4 * 1024 * 1024;

    private final Carrier carrier;
    private final LongSupplier clock;
    private final Runnable overflow;
    private final PacketWriter packet = new PacketWriter();
    private final TurnQueue interactive = new TurnQueue();
    private final TurnQueue bulk = new TurnQueue();
    private final TurnQueue creditDue = new TurnQueue();
    /** Control frames in pieces of about {@link #CONTROL_PIECE_BYTES}, then those that make the next piece. */
    private final ArrayDeque<Buffer> controlPieces = new ArrayDeque<>();

    private final PacketWriter control = new PacketWriter();
    /** Whose turn it is: it queues again behind its frame, although its writer may go on while the frame is made. */
    private @Nullable TunnelStream emitting;

    private int owed;
    /** Bytes of small streams since bulk had its turn. */
    private int sinceBulk;

    private int peerFrameBytes;
    private boolean flushScheduled;
    private boolean stopped;

    /**
     * @param overflow called when the peer takes so little that not even control frames can be kept for it; in a turn of its own
     */
    SendScheduler(Carrier carrier, LongSupplier clock, Runnable overflow) {
        this.carrier = carrier;
        this.clock = clock;
        this.overflow = overflow;
        carrier.drainHandler(v -> flush());
    }

    /** Streams may send from now on, frames of at most that many bytes. */
    void start(int maxFrameBytes) {
        peerFrameBytes = maxFrameBytes;
        wake();
    }

    /** Nothing is sent any more. */
    void stop() {
        stopped = true;
        controlPieces.clear();
        control.take();
    }

    /** The stream has ended: it waits for nothing any more. */
    void forget(TunnelStream stream) {
        stream.turn.leave();
        stream.creditTurn.leave();
    }

    /** The stream may have become ready. */
    void ready(TunnelStream stream) {
        if (stream != emitting && !stream.turn.isQueued() && stream.ready()) {
            if (clock.getAsLong() - stream.turn.lastSent > PAUSE_NANOS) {
                stream.turn.burst = 0;
            }
            enqueue(stream);
            wake();
        }
    }

    /** The stream has credit to grant. */
    void creditDue(TunnelStream stream) {
        creditDue.add(stream.creditTurn);
        wake();
    }

    void ping(long number) {
        control.ping(number);
        controlAdded();
    }

    void pong(long number) {
        owe();
        control.pong(number);
        controlAdded();
    }

    void reset(int stream, StreamResetException reset) {
        control.reset(stream, reset.code(), reset.detail());
        controlAdded();
    }

    /** Writes at once what the function appends, behind nothing else: handshake and go-away. */
    void writeNow(Consumer<PacketWriter> frames) {
        PacketWriter now = new PacketWriter();
        frames.accept(now);
        if (now.length() > 0) {
            carrier.write(now.take());
        }
    }

    private void controlAdded() {
        if (control.length() >= CONTROL_PIECE_BYTES) {
            controlPieces.add(control.take());
            if ((long) controlPieces.size() * CONTROL_PIECE_BYTES == MAX_CONTROL_BYTES) {
                carrier.context().runOnContext(v -> overflow.run());
            }
        }
        wake();
    }

    private void owe() {
        if (++owed > MAX_OWED) {
            throw new ProtocolViolationException(
                    CloseCode.FLOW_CONTROL_ERROR, "more control frames than can be answered");
        }
    }

    private void enqueue(TunnelStream stream) {
        (stream.turn.burst < INTERACTIVE_BYTES ? interactive : bulk).add(stream.turn);
    }

    private void wake() {
        if (!flushScheduled && !stopped) {
            flushScheduled = true;
            carrier.context().runOnContext(v -> {
                flushScheduled = false;
                flush();
            });
        }
    }

    private void flush() {
        while (!stopped && !carrier.writeQueueFull()) {
            fill();
            if (packet.length() == 0) {
                return;
            }
            carrier.write(packet.take());
        }
    }

    private void fill() {
        while (!controlPieces.isEmpty() && packet.length() < PACKET_BYTES) {
            packet.append(controlPieces.remove());
        }
        if (controlPieces.isEmpty()) {
            owed = 0;
            if (control.length() > 0) {
                packet.append(control.take());
            }
        }
        fillCredit();
        if (peerFrameBytes == 0) {
            return;
        }
        while (packet.length() < CLOSED_BYTES) {
            TunnelStream next = next();
            if (next == null) {
                return;
            }
            emit(next);
        }
    }

    private @Nullable TunnelStream next() {
        TunnelStream next = sinceBulk < BULK_TURN_BYTES ? interactive.poll() : null;
        if (next == null) {
            sinceBulk = 0;
            next = bulk.poll();
        }
        return next == null ? interactive.poll() : next;
    }

    private void fillCredit() {
        while (packet.length() < PACKET_BYTES) {
            TunnelStream next = creditDue.poll();
            if (next == null) {
                return;
            }
            next.emitCredit(packet);
        }
    }

    private void emit(TunnelStream stream) {
        if (stream.ready()) {
            SendTurn turn = stream.turn;
            int before = packet.length();
            emitting = stream;
            int bytes =
                    stream.emit(packet, peerFrameBytes, before <= LITTLE_BYTES ? PACKET_BYTES - before : PACKET_BYTES);
            emitting = null;
            if (turn.burst < INTERACTIVE_BYTES) {
                sinceBulk += packet.length() - before;
            }
            turn.burst += bytes;
            turn.lastSent = clock.getAsLong();
        }
        if (stream.ready()) {
            enqueue(stream);
        }
    }
}
