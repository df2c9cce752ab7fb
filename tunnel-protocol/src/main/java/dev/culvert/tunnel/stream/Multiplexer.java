package dev.culvert.tunnel.stream;

import dev.culvert.tunnel.carrier.Carrier;
import dev.culvert.tunnel.carrier.CarrierEnd;
import dev.culvert.tunnel.failure.CarrierClosedException;
import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ProtocolViolationException;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.failure.StreamResetException;
import dev.culvert.tunnel.flow.Budget;
import dev.culvert.tunnel.flow.Line;
import dev.culvert.tunnel.flow.ReceiveWindow;
import dev.culvert.tunnel.flow.SendWindow;
import dev.culvert.tunnel.frame.FrameReader;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All streams of one carrier.
 *
 * <pre>
 *   SHAKING ──hello/welcome──► OPEN ──drain()──► DRAINING ──last stream ended, or grace over──► CLOSED
 *      └──── a violation, close(), the carrier's end, the handshake's deadline: from any state ────┘
 * </pre>
 */
public final class Multiplexer {
    private enum State {
        /** The handshake is under way. To OPEN, CLOSED. */
        SHAKING,
        /** Streams may be opened by both sides. To DRAINING, CLOSED. */
        OPEN,
        /** This side announced its end; streams that are open go on. To CLOSED. */
        DRAINING,
        /** Every stream was told; the carrier is closed or closing. Final. */
        CLOSED
    }

    /** Bytes of heads that are in part here, all streams together. */
    private static final int PARTIAL_HEAD_BYTES = 64 * 1024 * 1024;
    /** What is left to the streams of a carrier that has none to give any more. */
    private static final Duration RENEWAL_GRACE = Duration.ofHours(1);
    /** The ping behind GoAway; keepalive counts from one. */
    private static final long DRAIN_PING = Long.MAX_VALUE;
    /** A peer's grace beyond this is not waited for. */
    private static final Duration MAX_GRACE = Duration.ofDays(1);

    private final Carrier carrier;
    private final Handshake handshake;
    private final MultiplexerSettings settings;
    private final MultiplexerListener listener;
    private final StreamTable table;
    private final SendScheduler scheduler;
    private final Line line;
    private final Keepalive keepalive;
    private final Budget partialHeads;

    private State state = State.SHAKING;
    private @Nullable PeerIdentity peer;
    private boolean peerDraining;
    /** The peer has read our GoAway: what it opened before is here. */
    private boolean drainHeard;

    private @Nullable CarrierClosedException reason;
    private long timer = -1;

    private Multiplexer(
            Carrier carrier,
            Handshake handshake,
            MultiplexerSettings settings,
            MultiplexerListener listener,
            LongSupplier clock) {
        this.carrier = carrier;
        this.handshake = handshake;
        this.settings = settings;
        this.listener = listener;
        this.table = new StreamTable(handshake.isDialer());
        this.scheduler = new SendScheduler(
                carrier, clock, () -> close(CloseCode.FLOW_CONTROL_ERROR, "the peer takes nothing of what it is sent"));
        this.line = new Line(clock);
        this.keepalive = new Keepalive(carrier.context(), clock, line);
        this.partialHeads = settings.budget().part(PARTIAL_HEAD_BYTES);
    }

    /** Takes the carrier over and begins the handshake. On the carrier's context. */
    public static Multiplexer start(
            Carrier carrier, Handshake handshake, MultiplexerSettings settings, MultiplexerListener listener) {
        return start(carrier, handshake, settings, listener, System::nanoTime);
    }

    static Multiplexer start(
            Carrier carrier,
            Handshake handshake,
            MultiplexerSettings settings,
            MultiplexerListener listener,
            LongSupplier clock) {
        Multiplexer multiplexer = new Multiplexer(carrier, handshake, settings, listener, clock);
        multiplexer.begin();
        return multiplexer;
    }

    /** Whether the peer would take one more stream now. */
    public boolean canOpen() {
        return state == State.OPEN
                && !peerDraining
                && peer != null
                && table.openedByThisSide() < peer.limits().maxStreams()
                && table.hasNumber();
    }

    /**
     * Opens a stream.
     *
     * @param open the encoded {@code Open}
     * @param endsAtOnce whether this side's direction ends right behind it
     * @throws StreamResetException where that cannot be now; nothing was sent
     */
    public TunnelStream open(Buffer open, boolean endsAtOnce, StreamListener streamListener) {
        PeerIdentity known = peer;
        if (known == null || !canOpen()) {
            throw notExecuted(
                    state == State.CLOSED ? ResetCode.CARRIER_LOST : ResetCode.REFUSED,
                    "the carrier takes no new streams");
        }
        if (open.length() > known.limits().maxHeadBytes()) {
            throw notExecuted(ResetCode.MALFORMED, "the request's head is larger than the peer accepts");
        }
        ReceiveWindow window = reserveWindow();
        if (window == null) {
            throw notExecuted(ResetCode.REFUSED, "no memory for another stream");
        }
        TunnelStream stream = new TunnelStream(
                this, table.nextNumber(), true, new SendWindow(known.limits().streamCreditBytes()), window);
        stream.listen(streamListener);
        table.add(stream);
        stream.sendOpen(open, endsAtOnce);
        if (!table.hasNumber()) {
            drain(RENEWAL_GRACE, "the numbers of streams are used up");
        }
        return stream;
    }

    /** The event loop that all of this runs on. Any thread. */
    public Context context() {
        return carrier.context();
    }

    /** Streams open now. */
    public int size() {
        return table.size();
    }

    /** Of the last ping; zero before the first. Any thread. */
    public Duration roundTrip() {
        return keepalive.roundTrip();
    }

    /** Announces the end, and ends when no stream is left or the grace is over. Idempotent. */
    public void drain(Duration grace, String message) {
        if (state == State.SHAKING) {
            close(CloseCode.DRAIN, message);
        } else if (state == State.OPEN) {
            state = State.DRAINING;
            scheduler.writeNow(packet -> packet.goAway(CloseCode.DRAIN, message, grace));
            // What the peer opened before it read this is refused by name, and may be sent again elsewhere: a carrier
            // that
            // just ended would leave it in doubt. So the carrier stays until the peer has read it.
            scheduler.ping(DRAIN_PING);
            reason = new CarrierClosedException(CloseCode.DRAIN, message, false);
            setTimer(grace, () -> finish(new CarrierClosedException(CloseCode.DRAIN, message, false)));
            closeWhenDrained();
        }
    }

    /** Tells the peer why, breaks every stream, and closes the carrier. Idempotent. */
    public void close(CloseCode code, String message) {
        if (state != State.CLOSED) {
            scheduler.writeNow(packet -> packet.goAway(code, message, Duration.ZERO));
            finish(new CarrierClosedException(code, message, false));
        }
    }

    // Called by the rooms next door.

    SendScheduler scheduler() {
        return scheduler;
    }

    StreamTable table() {
        return table;
    }

    Budget partialHeads() {
        return partialHeads;
    }

    Budget budget() {
        return settings.budget();
    }

    Keepalive keepalive() {
        return keepalive;
    }

    Handshake handshake() {
        return handshake;
    }

    MultiplexerListener listener() {
        return listener;
    }

    int maxHeadBytes() {
        return settings.limits().maxHeadBytes();
    }

    int peerMaxHeadBytes() {
        PeerIdentity known = peer;
        return known == null ? 0 : known.limits().maxHeadBytes();
    }

    boolean isShaking() {
        return state == State.SHAKING;
    }

    boolean isReady() {
        return peer != null;
    }

    void onPong(long number) {
        if (number == DRAIN_PING) {
            drainHeard = true;
            closeWhenDrained();
        } else {
            keepalive.onPong(number);
        }
    }

    void onReady(PeerIdentity identity) {
        peer = identity;
        state = State.OPEN;
        cancelTimer();
        scheduler.start(
                Math.min(identity.limits().maxFrameBytes(), settings.limits().maxFrameBytes()));
        keepalive.start(identity.keepalive(), scheduler::ping, why -> close(CloseCode.KEEPALIVE_TIMEOUT, why));
        listener.onReady(identity);
    }

    /** The stream of a number that the peer just used; null where this side does not take it. */
    @Nullable
    TunnelStream accept(int id) {
        PeerIdentity known = peer;
        ReceiveWindow window = null;
        if (known != null
                && state == State.OPEN
                && table.openedByPeer() < settings.limits().maxStreams()) {
            window = reserveWindow();
        }
        if (known == null || window == null) {
            scheduler.reset(id, new StreamResetException(ResetCode.REFUSED, "no new streams here now"));
            return null;
        }
        TunnelStream stream =
                new TunnelStream(this, id, false, new SendWindow(known.limits().streamCreditBytes()), window);
        table.add(stream);
        listener.onStreams(table.size(), canOpen());
        return stream;
    }

    void onGoAway(CloseCode code, String message, Duration grace) {
        if (code == CloseCode.DRAIN && peer != null) {
            if (!peerDraining) {
                peerDraining = true;
                limitDrainOfPeer(grace);
                for (TunnelStream stream : table.all()) {
                    stream.refuseUnsent();
                }
                listener.onPeerDraining(grace);
            }
        } else {
            finish(new CarrierClosedException(code, message, true));
        }
    }

    private void limitDrainOfPeer(Duration grace) {
        if (state == State.OPEN) {
            // And as long again as a handshake may take, for the close itself.
            Duration limit = (grace.compareTo(MAX_GRACE) < 0 ? grace : MAX_GRACE).plus(settings.handshakeTimeout());
            setTimer(limit, () -> close(CloseCode.DRAIN, "the time that the peer gave is over"));
        }
    }

    void ended(TunnelStream stream) {
        scheduler.forget(stream);
        table.remove(stream);
        listener.onStreams(table.size(), canOpen());
        closeWhenDrained();
    }

    private void begin() {
        setTimer(
                settings.handshakeTimeout(),
                () -> close(CloseCode.KEEPALIVE_TIMEOUT, "no handshake within its deadline"));
        scheduler.writeNow(handshake::begin);
        carrier.closeHandler(this::onCarrierEnd);
        FrameReader reader = new FrameReader(settings.limits().maxFrameBytes());
        InboundFrames frames = new InboundFrames(this);
        carrier.packetHandler(packet -> onPacket(reader, packet, frames));
    }

    private void onPacket(FrameReader reader, Buffer packet, InboundFrames frames) {
        if (state == State.CLOSED) {
            return;
        }
        keepalive.heard();
        try {
            frames.packet(packet.length());
            reader.read(packet, frames);
        } catch (ProtocolViolationException e) {
            close(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private @Nullable ReceiveWindow reserveWindow() {
        return ReceiveWindow.reserve(
                settings.budget(), settings.limits().streamCreditBytes(), settings.streamWindowBytes(), line);
    }

    private static StreamResetException notExecuted(ResetCode code, String message) {
        return new StreamResetException(code, message, false);
    }

    private void closeWhenDrained() {
        if (isDrained()) {
            // Behind the frames of the last stream, which are written by the end of this turn.
            carrier.context().runOnContext(v -> {
                if (isDrained()) {
                    finish(new CarrierClosedException(CloseCode.DRAIN, "drained", false));
                }
            });
        }
    }

    private boolean isDrained() {
        return state == State.DRAINING && drainHeard && table.size() == 0;
    }

    private void finish(CarrierClosedException why) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        reason = why;
        cancelTimer();
        keepalive.stop();
        scheduler.stop();
        for (TunnelStream stream : table.all()) {
            stream.onCarrierLost(String.valueOf(why.getMessage()));
        }
        // Also where no stream told of it: the carrier's own end may come seconds later.
        listener.onStreams(0, false);
        carrier.close();
    }

    private void onCarrierEnd(CarrierEnd end) {
        boolean drained = peerDraining && end.clean();
        CloseCode code = drained ? CloseCode.DRAIN : CloseCode.CONNECTION_LOST;
        finish(new CarrierClosedException(end.violation() ? CloseCode.PROTOCOL_ERROR : code, end.message(), drained));
        CarrierClosedException why = reason;
        if (why != null) {
            listener.onClosed(why);
        }
    }

    private void setTimer(Duration delay, Runnable action) {
        cancelTimer();
        Vertx vertx = carrier.context().owner();
        timer = vertx.setTimer(Math.max(delay.toMillis(), 1), id -> {
            timer = -1;
            action.run();
        });
    }

    private void cancelTimer() {
        if (timer >= 0) {
            carrier.context().owner().cancelTimer(timer);
            timer = -1;
        }
    }
}
