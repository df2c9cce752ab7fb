package dev.culvert.tunnel.carrier.memory;

import dev.culvert.tunnel.carrier.AbstractCarrier;
import dev.culvert.tunnel.carrier.CarrierEnd;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One end of a {@link MemoryCarriers} pair. */
final class MemoryCarrier extends AbstractCarrier {
    /** Bytes under way above which a writer should wait, and below which it goes on. */
    static final int HIGH_WATER = 256 * 1024;

    static final int LOW_WATER = HIGH_WATER / 2;

    /** Written by this end, not yet delivered at the other. Both ends' contexts. */
    private final AtomicInteger underWay = new AtomicInteger();
    /** What the other end sent: packets, and null-free markers of its end. This end's context. */
    private final Deque<Runnable> inbox = new ArrayDeque<>();

    private boolean held;
    private boolean cut;
    private @Nullable MemoryCarrier peer;

    MemoryCarrier(Context context) {
        super(context, "memory", "memory");
    }

    void connect(MemoryCarrier other) {
        peer = other;
    }

    /** Any thread. */
    void lose() {
        context().runOnContext(ignored -> cutOff());
    }

    @Override
    protected void send(Buffer packet) {
        MemoryCarrier other = other();
        underWay.addAndGet(packet.length());
        other.context().runOnContext(ignored -> other.arrive(() -> other.take(packet)));
    }

    @Override
    protected boolean connectionFull() {
        return underWay.get() > HIGH_WATER;
    }

    @Override
    protected void holdBack() {
        held = true;
    }

    @Override
    protected void letFlow() {
        held = false;
        drainInbox();
    }

    @Override
    protected void shutdown() {
        MemoryCarrier other = other();
        other.context().runOnContext(ignored -> other.arrive(other::closedByPeer));
    }

    @Override
    protected void abort() {
        cut = true;
        other().lose();
    }

    private void arrive(Runnable event) {
        if (!cut) {
            inbox.add(event);
            drainInbox();
        }
    }

    private void drainInbox() {
        while (!held && !inbox.isEmpty()) {
            inbox.remove().run();
        }
    }

    private void take(Buffer packet) {
        if (packet.length() > MAX_PACKET_BYTES) {
            fail(true, "a packet of " + packet.length() + " bytes");
            return;
        }
        received(packet);
        MemoryCarrier other = other();
        int length = packet.length();
        int left = other.underWay.addAndGet(-length);
        if (left <= LOW_WATER && left + length > LOW_WATER) {
            other.context().runOnContext(ignored -> other.drained());
        }
    }

    private void closedByPeer() {
        cut = true;
        ended(new CarrierEnd(true, false, "closed by the peer"));
        MemoryCarrier other = other();
        other.context().runOnContext(ignored -> other.closedByThis());
    }

    private void closedByThis() {
        cut = true;
        ended(new CarrierEnd(true, false, "closed by this side"));
    }

    private void cutOff() {
        cut = true;
        inbox.clear();
        ended(new CarrierEnd(false, false, "the connection was lost"));
    }

    private MemoryCarrier other() {
        MemoryCarrier other = peer;
        if (other == null) {
            throw new IllegalStateException("not connected");
        }
        return other;
    }
}
