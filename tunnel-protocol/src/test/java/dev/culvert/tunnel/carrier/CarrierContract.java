package dev.culvert.tunnel.carrier;

import static dev.culvert.tunnel.carrier.Witness.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.tunnel.transport.Transports;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every kind of carrier promises to the multiplexer above it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
public abstract class CarrierContract {
    /** Bytes. What may lie between a writer that heeds back-pressure and a reader that does not read. */
    private static final long UNDER_WAY = 64L << 20;

    private final List<Witness> witnesses = new ArrayList<>();
    private Vertx vertx;
    private Wire wire;

    abstract Wire wire(Vertx vertx) throws Exception;

    @BeforeAll
    void startVertx() {
        vertx = Transports.vertx();
    }

    @AfterAll
    void stopVertx() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @BeforeEach
    void startWire() throws Exception {
        wire = wire(vertx);
    }

    @AfterEach
    void stopWireAndCheckTheContract() throws Exception {
        wire.close();
        for (Witness witness : witnesses) {
            assertThat(witness.breaches()).isEmpty();
        }
        witnesses.clear();
    }

    @Test
    void packetsArriveWholeAndInOrderBothWays() throws Exception {
        Wire.Ends ends = wire.connect();
        Witness dialled = watched(ends.dialled());
        Witness accepted = watched(ends.accepted());
        List<Buffer> sent = packets(500, 3_000, 1);
        sent.set(7, Buffer.buffer());

        sent.forEach(packet -> {
            dialled.write(packet.copy());
            accepted.write(packet.copy());
        });

        assertThat(accepted.awaitPackets(500)).isEqualTo(sent);
        assertThat(dialled.awaitPackets(500)).isEqualTo(sent);
    }

    @Test
    void manyPacketsOfOneTurnArriveInOrder() throws Exception {
        Wire.Ends ends = wire.connect();
        Witness dialled = watched(ends.dialled());
        Witness accepted = watched(ends.accepted());
        List<Buffer> sent = packets(300, 9_000, 2);

        dialled.call(() -> {
            sent.forEach(packet -> ends.dialled().write(packet.copy()));
            return null;
        });

        assertThat(accepted.awaitPackets(300)).isEqualTo(sent);
    }

    @Test
    void thePacketOfTheLargestSizeArrives() throws Exception {
        Wire.Ends ends = wire.connect();
        Witness dialled = watched(ends.dialled());
        Witness accepted = watched(ends.accepted());
        Buffer largest = random(Carrier.MAX_PACKET_BYTES, 3);

        dialled.write(largest.copy());
        dialled.write(Buffer.buffer("behind"));
        accepted.write(largest.copy());
        accepted.write(Buffer.buffer("behind"));

        assertThat(accepted.awaitPackets(2)).containsExactly(largest, Buffer.buffer("behind"));
        assertThat(dialled.awaitPackets(2)).containsExactly(largest, Buffer.buffer("behind"));
    }

    @Test
    void aPacketAboveTheLimitFromTheDiallerEndsTheCarrierAsAViolation() throws Exception {
        Wire.Ends ends = wire.connect();
        aPacketAboveTheLimitEndsTheCarrier(watched(ends.dialled()), watched(ends.accepted()));
    }

    @Test
    void aPacketAboveTheLimitFromTheAcceptorEndsTheCarrierAsAViolation() throws Exception {
        Wire.Ends ends = wire.connect();
        aPacketAboveTheLimitEndsTheCarrier(watched(ends.accepted()), watched(ends.dialled()));
    }

    private static void aPacketAboveTheLimitEndsTheCarrier(Witness writer, Witness reader) {
        writer.write(Buffer.buffer("before"));
        writer.write(Buffer.buffer(new byte[Carrier.MAX_PACKET_BYTES + 1]));
        writer.write(Buffer.buffer("behind"));

        assertThat(reader.awaitEnd().violation()).isTrue();
        assertThat(reader.ends().get(0).clean()).isFalse();
        assertThat(reader.packets()).containsExactly(Buffer.buffer("before"));
        assertClean(writer, false);
        assertThat(writer.awaitEnd().violation()).isFalse();
    }

    @Test
    void aReaderThatDoesNotReadMakesTheWriterWaitUntilItDoes() throws Exception {
        Wire.Ends ends = wire.connect();
        aReaderThatDoesNotReadMakesTheWriterWait(ends.dialled(), ends.accepted());
    }

    @Test
    void aDiallerThatDoesNotReadMakesTheAcceptorWaitUntilItDoes() throws Exception {
        Wire.Ends ends = wire.connect();
        aReaderThatDoesNotReadMakesTheWriterWait(ends.accepted(), ends.dialled());
    }

    private void aReaderThatDoesNotReadMakesTheWriterWait(Carrier from, Carrier to) {
        Witness writer = watched(from);
        Witness reader = unread(to);
        reader.countOnly();
        long written = fill(writer);
        assertThat(writer.full()).isTrue();
        int drains = writer.drains();

        reader.takePackets();

        await().atMost(PATIENCE).until(() -> reader.bytes() == written);
        await().atMost(PATIENCE).until(() -> writer.drains() > drains);
        assertThat(writer.full()).isFalse();
        assertThat(writer.ends()).isEmpty();
    }

    @Test
    void aCloseByTheDiallerIsCleanAndComesBehindItsPackets() throws Exception {
        Wire.Ends ends = wire.connect();
        aCloseIsCleanAndComesBehindPackets(ends.dialled(), ends.accepted());
    }

    @Test
    void aCloseByTheAcceptorIsCleanAndComesBehindItsPackets() throws Exception {
        Wire.Ends ends = wire.connect();
        aCloseIsCleanAndComesBehindPackets(ends.accepted(), ends.dialled());
    }

    private void aCloseIsCleanAndComesBehindPackets(Carrier closing, Carrier other) {
        Witness closer = watched(closing);
        Witness peer = watched(other);
        List<Buffer> sent = packets(40, 100_000, 4);

        closer.call(() -> {
            sent.forEach(packet -> closing.write(packet.copy()));
            closing.close();
            closing.close();
            closing.write(Buffer.buffer("too late"));
            return null;
        });

        assertClean(peer, true);
        assertClean(closer, true);
        assertThat(peer.packets()).isEqualTo(sent);
        peer.close();
    }

    @Test
    void aCloseByBothAtOnceIsClean() throws Exception {
        Wire.Ends ends = wire.connect();
        Witness dialled = watched(ends.dialled());
        Witness accepted = watched(ends.accepted());

        ends.dialled().context().runOnContext(ignored -> ends.dialled().close());
        ends.accepted().context().runOnContext(ignored -> ends.accepted().close());

        assertClean(dialled, true);
        assertClean(accepted, true);
    }

    @Test
    void aLostConnectionIsNotClean() throws Exception {
        Wire.Ends ends = wire.connect();
        Witness dialled = watched(ends.dialled());
        Witness accepted = watched(ends.accepted());
        dialled.write(Buffer.buffer("before"));
        accepted.awaitPackets(1);

        wire.cut();

        for (Witness end : List.of(dialled, accepted)) {
            assertClean(end, false);
            assertThat(end.awaitEnd().violation()).isFalse();
        }
    }

    @Test
    void nothingIsWrittenOnceTheCarrierHasEnded() throws Exception {
        Wire.Ends ends = wire.connect();
        Witness dialled = watched(ends.dialled());
        Witness accepted = watched(ends.accepted());
        wire.cut();
        dialled.awaitEnd();
        accepted.awaitEnd();

        for (Witness end : List.of(dialled, accepted)) {
            assertThat(end.full()).isTrue();
            end.write(Buffer.buffer("too late"));
            end.close();
            assertThat(end.full()).isTrue();
        }
        assertThat(dialled.packets()).isEmpty();
        assertThat(accepted.packets()).isEmpty();
    }

    @Test
    void aCarrierThatIsClosedIsFullAtOnce() throws Exception {
        Wire.Ends ends = wire.connect();
        Witness dialled = watched(ends.dialled());
        watched(ends.accepted());

        boolean full = dialled.call(() -> {
            ends.dialled().close();
            return ends.dialled().writeQueueFull();
        });

        assertThat(full).isTrue();
        dialled.awaitEnd();
    }

    @Test
    void packetsThatComeBeforeTheirHandlerWaitForIt() throws Exception {
        Wire.Ends ends = wire.connect();
        Witness dialled = watched(ends.dialled());
        Witness accepted = unread(ends.accepted());
        List<Buffer> sent = packets(20, 200_000, 5);
        sent.forEach(packet -> dialled.write(packet.copy()));
        ends.accepted().context().runOnContext(ignored -> ends.accepted().write(Buffer.buffer("answer")));
        dialled.awaitPackets(1);

        accepted.takePackets();

        assertThat(accepted.awaitPackets(20)).isEqualTo(sent);
    }

    @Test
    void theEndWaitsForPacketsThatCameBeforeTheirHandler() throws Exception {
        Wire.Ends ends = wire.connect();
        Witness dialled = watched(ends.dialled());
        Witness accepted = unread(ends.accepted());
        List<Buffer> sent = packets(5, 10_000, 6);
        sent.forEach(packet -> dialled.write(packet.copy()));
        dialled.close();

        accepted.takePackets();

        assertClean(accepted, true);
        assertThat(accepted.packets()).hasSameSizeAs(sent);
        assertThat(accepted.packets()).isEqualTo(sent);
        assertClean(dialled, true);
    }

    @Test
    void theEndIsToldToAHandlerThatIsSetAfterIt() throws Exception {
        Wire.Ends ends = wire.connect();
        Witness dialled = watched(ends.dialled());
        Witness late = new Witness(ends.accepted());
        witnesses.add(late);
        wire.cut();
        dialled.awaitEnd();
        await().atMost(PATIENCE).until(late::full);

        late.watchEnd();

        assertClean(late, false);
    }

    @Test
    void aPeerThatDoesNotTakeTheEndIsNotWaitedForLong() throws Exception {
        Wire.Ends ends = wire.connect();
        Witness dialled = watched(ends.dialled());
        unread(ends.accepted());
        fill(dialled);
        long start = System.nanoTime();

        dialled.close();

        assertClean(dialled, false);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(4_000L, 9_000L);
    }

    private static void assertClean(Witness witness, boolean clean) {
        CarrierEnd end = witness.awaitEnd();
        assertThat(end.clean()).as(end.message()).isEqualTo(clean);
    }

    /** Writes until the writer should wait, and stays so. Returns the bytes. */
    private static long fill(Witness writer) {
        Buffer packet = random(128 << 10, 7);
        long written = 0;
        int turnsFull = 0;
        while (turnsFull < 20) {
            if (writer.full()) {
                turnsFull++;
                pass(50);
            } else {
                turnsFull = 0;
                writer.write(packet.copy());
                written += packet.length();
                assertThat(written).isLessThan(UNDER_WAY);
            }
        }
        return written;
    }

    /** Lets bytes that are still moving settle. */
    private static void pass(long millis) {
        java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private Witness watched(Carrier carrier) {
        Witness witness = Witness.of(carrier);
        witnesses.add(witness);
        return witness;
    }

    private Witness unread(Carrier carrier) {
        Witness witness = new Witness(carrier);
        witness.watchEnd();
        witnesses.add(witness);
        return witness;
    }

    private static List<Buffer> packets(int count, int maxLength, long seed) {
        Random lengths = new Random(seed);
        List<Buffer> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            packets.add(random(1 + lengths.nextInt(maxLength), seed * 1_000 + i));
        }
        return packets;
    }

    private static Buffer random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return Buffer.buffer(bytes);
    }
}
