package dev.culvert.tunnel.stream;

import dev.culvert.tunnel.carrier.Carrier;
import dev.culvert.tunnel.carrier.CarrierEnd;
import dev.culvert.tunnel.frame.FrameReader;
import dev.culvert.tunnel.frame.Hello;
import dev.culvert.tunnel.frame.Limits;
import dev.culvert.tunnel.frame.PacketWriter;
import dev.culvert.tunnel.frame.RecordedFrames;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A peer that sends whatever a test wants, and writes down what comes back. */
final class RawPeer {
    static final Limits LIMITS = new Limits(32 * 1024, 64 * 1024, 100, 1 << 20);

    final RecordedFrames received = new RecordedFrames();
    final Promise<CarrierEnd> end = Promise.promise();
    private final Carrier carrier;

    /** A peer that can talk; as long as it does not {@link #listen}, it takes nothing. */
    RawPeer(Carrier carrier) {
        this.carrier = carrier;
        carrier.context().runOnContext(v -> carrier.closeHandler(end::complete));
    }

    void listen() {
        FrameReader reader = new FrameReader(Limits.MAX_FRAME_BYTES);
        carrier.context().runOnContext(v -> carrier.packetHandler(packet -> reader.read(packet, received)));
    }

    void send(Consumer<PacketWriter> frames) {
        PacketWriter writer = new PacketWriter();
        frames.accept(writer);
        sendBytes(writer.take());
    }

    void sendBytes(Buffer packet) {
        carrier.context().runOnContext(v -> carrier.write(packet));
    }

    void hello() {
        send(packet -> packet.hello(hello(List.of(1), "c1")));
    }

    static Hello hello(List<Integer> versions, String cluster) {
        return new Hello(versions, "00".repeat(16), cluster, "raw/1", Set.of(), LIMITS);
    }
}
