package dev.culvert.benchmarks.micro;

import dev.culvert.tunnel.carrier.Carrier;
import dev.culvert.tunnel.carrier.CarrierEnd;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;

/** A carrier that takes everything at once and forgets it. What it receives is put in by hand. */
final class SinkCarrier implements Carrier {
    private final Context context;
    private Handler<Buffer> packets = packet -> {};
    private long written;

    SinkCarrier(Context context) {
        this.context = context;
    }

    /** Delivers a packet. On the context. */
    void receive(Buffer packet) {
        packets.handle(packet);
    }

    /** Bytes written so far. On the context. */
    long written() {
        return written;
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public String kind() {
        return "sink";
    }

    @Override
    public String remote() {
        return "nobody";
    }

    @Override
    public void packetHandler(Handler<Buffer> handler) {
        packets = handler;
    }

    @Override
    public void closeHandler(Handler<CarrierEnd> handler) {}

    @Override
    public void drainHandler(Handler<Void> handler) {}

    @Override
    public boolean writeQueueFull() {
        return false;
    }

    @Override
    public void write(Buffer packet) {
        written += packet.length();
    }

    @Override
    public void close() {}
}
