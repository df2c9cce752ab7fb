package dev.culvert.tunnel.transport;

import io.netty.channel.ChannelHandler;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * One flush a turn of the event loop, whatever was written in it: what comes in one packet of a carrier, a head, a piece of a
 * body and its end, leaves in one TLS record and by one system call, and so does what many streams of one connection have to say
 * at once. Nothing waits longer than for the end of the turn in which it was written.
 */
public final class FlushOnce {
    /** Flushes of one turn after which one is made at once: no more than that gathers in one long read. */
    private static final int MOST_GATHERED = 256;

    private FlushOnce() {}

    /** For one pipeline; between TLS and what writes. */
    public static ChannelHandler handler() {
        return new FlushConsolidationHandler(MOST_GATHERED, true);
    }
}
