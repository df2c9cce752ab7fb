package dev.culvert.tunnel.stream;

import dev.culvert.tunnel.failure.ProtocolViolationException;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.failure.StreamResetException;
import dev.culvert.tunnel.flow.ReceiveWindow;
import dev.culvert.tunnel.flow.SendWindow;
import dev.culvert.tunnel.frame.PacketWriter;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One stream. Its two directions end apart from each other; it is over when both have, or when it is reset.
 *
 * <pre>
 *   each direction:  head wanted ──head──► open ──end──► ended
 *   the stream:      both ended → finished;  a reset by either side, or the carrier's loss, from any state → broken
 * </pre>
 */
public final class TunnelStream {
    private final Multiplexer multiplexer;
    private final int id;
    private final boolean opener;
    private final SendQueue out;
    private final SendWindow sendWindow;
    private final ReceiveWindow receiveWindow;
    /** Its place with the scheduler, and what that knows of it. */
    final SendTurn turn = new SendTurn(this);
    /** Its place while it has credit to grant. */
    final TurnQueue.Place creditTurn = new TurnQueue.Place(this);

    private @Nullable StreamListener listener;
    private @Nullable Buffer partialHead;
    private boolean headReceived;
    private boolean remoteEnded;
    private boolean over;
    /** To be sent behind the end that is still queued. */
    private @Nullable StreamResetException resetAfterEnd;

    private int pendingCredit;

    TunnelStream(Multiplexer multiplexer, int id, boolean opener, SendWindow sendWindow, ReceiveWindow receiveWindow) {
        this.multiplexer = multiplexer;
        this.id = id;
        this.opener = opener;
        this.out = new SendQueue(id, opener, multiplexer.budget());
        this.sendWindow = sendWindow;
        this.receiveWindow = receiveWindow;
    }

    /** The number on the wire. */
    public int id() {
        return id;
    }

    /** Whether this side opened it. */
    public boolean isOpener() {
        return opener;
    }

    /** Sets who is told. An answerer sets it when it is given the stream. */
    public void listen(StreamListener newListener) {
        listener = newListener;
    }

    /**
     * Answerer only: queues the encoded {@code ResponseHead}, once, before any data. One that is larger than the peer accepts
     * breaks this stream, since the peer would break the carrier for it.
     */
    public void sendHead(Buffer encoded) {
        if (over) {
            return;
        }
        if (encoded.length() > multiplexer.peerMaxHeadBytes()) {
            breakOff(new StreamResetException(
                    ResetCode.UPSTREAM_INVALID, "the response's head is larger than the peer accepts"));
            return;
        }
        out.head(encoded);
        multiplexer.scheduler().ready(this);
    }

    /** Queues bytes; {@link StreamListener#onWritten} says when the carrier took them. Nothing happens after the end. */
    public void write(Buffer bytes) {
        if (!over && !out.endQueued()) {
            out.data(bytes);
            multiplexer.scheduler().ready(this);
        }
    }

    /** Ends this side's direction, behind what is queued. Idempotent. */
    public void end() {
        if (!over && !out.endQueued()) {
            out.end();
            multiplexer.scheduler().ready(this);
        }
    }

    /** The listener's consumer took bytes: the peer may send as many again. */
    public void consumed(int bytes) {
        int grant = receiveWindow.consumed(bytes);
        if (grant > 0 && !remoteEnded && !over) {
            if (pendingCredit == 0) {
                multiplexer.scheduler().creditDue(this);
            }
            pendingCredit += grant;
        }
    }

    /** What came in and was not consumed never will be. */
    public void discardUnread() {
        receiveWindow.discard();
    }

    /**
     * Breaks the stream. An answerer that has ended its direction says by this that it wants no more of the request: what it
     * has queued is sent first, and the opener's response stays whole.
     */
    public void reset(ResetCode code, String message) {
        if (over) {
            return;
        }
        StreamResetException reset = new StreamResetException(code, message);
        if (!opener && out.endQueued() && !out.endSent()) {
            resetAfterEnd = reset;
            return;
        }
        if (!opener || out.headStarted()) {
            multiplexer.scheduler().reset(id, reset);
        }
        finish();
    }

    // Called by the multiplexer.

    void sendOpen(Buffer encoded, boolean endsAtOnce) {
        out.head(encoded);
        if (endsAtOnce) {
            out.end();
        }
        multiplexer.scheduler().ready(this);
    }

    boolean ready() {
        return !over && out.ready(sendWindow);
    }

    int emit(PacketWriter packet, int maxFrameBytes, int room) {
        int bytes = out.emit(packet, sendWindow, maxFrameBytes, room);
        StreamListener told = listener;
        if (bytes > 0 && told != null) {
            told.onWritten(bytes);
        }
        if (out.endSent()) {
            afterEnd();
        }
        return bytes;
    }

    void emitCredit(PacketWriter packet) {
        if (!over && !remoteEnded && pendingCredit > 0) {
            packet.credit(id, pendingCredit);
        }
        pendingCredit = 0;
    }

    /** Returns the whole head when the piece was its last. */
    @Nullable
    Buffer onHeadFragment(Buffer piece, boolean last, int maxHeadBytes) {
        if (headReceived) {
            throw new ProtocolViolationException("second head on stream " + id);
        }
        Buffer head = partialHead == null ? Buffer.buffer(piece.length() * 2) : partialHead;
        if (head.length() + piece.length() > maxHeadBytes) {
            throw new ProtocolViolationException("head of more than " + maxHeadBytes + " bytes");
        }
        if (!multiplexer.partialHeads().reserve(piece.length())) {
            breakOff(new StreamResetException(
                    opener ? ResetCode.INTERNAL_ERROR : ResetCode.REFUSED, "too many large heads at once"));
            return null;
        }
        partialHead = head.appendBuffer(piece);
        if (last) {
            releasePartialHead();
            return head;
        }
        return null;
    }

    /** The Open of an answerer's stream is in. */
    void opened() {
        requireNoPartialHead();
        headReceived = true;
    }

    void onHead(Buffer head) {
        requireNoPartialHead();
        if (!opener || headReceived) {
            throw new ProtocolViolationException("unexpected response head on stream " + id);
        }
        headReceived = true;
        told().onHead(head);
    }

    void onData(Buffer data) {
        requireOpenDirection("data");
        receiveWindow.received(data.length());
        told().onData(data);
    }

    void onEnd() {
        requireOpenDirection("end");
        remoteEnded = true;
        receiveWindow.close();
        told().onEnd();
        finishWhenBothEnded();
    }

    void onCredit(int bytes) {
        sendWindow.grant(bytes);
        multiplexer.scheduler().ready(this);
    }

    void onReset(StreamResetException reset) {
        StreamListener told = listener;
        finish();
        if (told != null) {
            told.onReset(reset);
        }
    }

    /** The peer takes no new streams: one that it has not heard of is better opened elsewhere. */
    void refuseUnsent() {
        if (opener && !out.headStarted()) {
            onReset(new StreamResetException(ResetCode.REFUSED, "the peer takes no new streams", false));
        }
    }

    /** Breaks the stream for both sides. */
    private void breakOff(StreamResetException reset) {
        multiplexer.scheduler().reset(id, reset);
        onReset(reset);
    }

    /** The carrier ended. */
    void onCarrierLost(String message) {
        boolean mayHaveExecuted = opener && out.headSent();
        onReset(new StreamResetException(ResetCode.CARRIER_LOST, message, mayHaveExecuted));
    }

    private void afterEnd() {
        if (resetAfterEnd != null && !over) {
            if (!remoteEnded) {
                multiplexer.scheduler().reset(id, resetAfterEnd);
                finish();
                return;
            }
        }
        finishWhenBothEnded();
    }

    private void finishWhenBothEnded() {
        if (!over && remoteEnded && out.endSent()) {
            finish();
            told().onFinished();
        }
    }

    private void finish() {
        over = true;
        releasePartialHead();
        out.clear();
        receiveWindow.close();
        multiplexer.ended(this);
    }

    private void releasePartialHead() {
        if (partialHead != null) {
            multiplexer.partialHeads().release(partialHead.length());
            partialHead = null;
        }
    }

    private StreamListener told() {
        if (listener == null) {
            throw new IllegalStateException("stream " + id + " without a listener");
        }
        return listener;
    }

    private void requireNoPartialHead() {
        if (partialHead != null) {
            throw new ProtocolViolationException("frame within the head of stream " + id);
        }
    }

    private void requireOpenDirection(String what) {
        requireNoPartialHead();
        if (!headReceived || remoteEnded) {
            throw new ProtocolViolationException(what + " before the head or after the end of stream " + id);
        }
    }
}
