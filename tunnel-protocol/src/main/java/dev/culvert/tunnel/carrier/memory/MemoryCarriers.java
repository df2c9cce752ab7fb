package dev.culvert.tunnel.carrier.memory;

import dev.culvert.tunnel.carrier.Carrier;
import io.vertx.core.Context;

/**
 * Two carriers joined in memory: what one writes, the other receives. Everything above carriers can be run on it without a
 * network, and an end can be cut off at any moment.
 *
 * <p><b>Threading.</b> Any thread; each end lives on its own context, which may be the same.
 */
public final class MemoryCarriers {
    private final MemoryCarrier first;
    private final MemoryCarrier second;

    private MemoryCarriers(MemoryCarrier first, MemoryCarrier second) {
        this.first = first;
        this.second = second;
    }

    /** A connected pair. */
    public static MemoryCarriers pair(Context firstContext, Context secondContext) {
        MemoryCarrier first = new MemoryCarrier(firstContext);
        MemoryCarrier second = new MemoryCarrier(secondContext);
        first.connect(second);
        second.connect(first);
        return new MemoryCarriers(first, second);
    }

    /** The one end: by custom the dialler's. */
    public Carrier first() {
        return first;
    }

    /** The other end: by custom the acceptor's. */
    public Carrier second() {
        return second;
    }

    /** Breaks the connection, as a network would: what is under way is lost, and both ends are told that it was not clean. */
    public void lose() {
        first.lose();
        second.lose();
    }
}
