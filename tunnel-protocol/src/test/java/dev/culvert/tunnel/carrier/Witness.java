package dev.culvert.tunnel.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Sees everything that one carrier tells, and notes every breach of the contract. */
final class Witness {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Carrier carrier;
    /** Written on the carrier's context. */
    private final List<Buffer> packets = new CopyOnWriteArrayList<>();

    private final List<CarrierEnd> ends = new CopyOnWriteArrayList<>();
    private final List<String> breaches = new CopyOnWriteArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger drains = new AtomicInteger();
    private volatile boolean keepPackets = true;
    private boolean calling;

    Witness(Carrier carrier) {
        this.carrier = carrier;
    }

    /** Sees all from now on. */
    static Witness of(Carrier carrier) {
        Witness witness = new Witness(carrier);
        witness.watchEnd();
        witness.takePackets();
        return witness;
    }

    void countOnly() {
        keepPackets = false;
    }

    void watchEnd() {
        call(() -> {
            carrier.drainHandler(ignored -> drained());
            carrier.closeHandler(this::ended);
            return null;
        });
    }

    void takePackets() {
        call(() -> {
            carrier.packetHandler(this::packet);
            return null;
        });
    }

    void write(Buffer packet) {
        call(() -> {
            carrier.write(packet);
            return null;
        });
    }

    void close() {
        call(() -> {
            carrier.close();
            return null;
        });
    }

    boolean full() {
        return call(carrier::writeQueueFull);
    }

    /** Runs on the carrier's context; the carrier must call no handler meanwhile. */
    <T> T call(Supplier<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        carrier.context().runOnContext(ignored -> {
            calling = true;
            try {
                result.complete(action.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            } finally {
                calling = false;
            }
        });
        try {
            return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    List<Buffer> packets() {
        return packets;
    }

    List<CarrierEnd> ends() {
        return ends;
    }

    long bytes() {
        return bytes.get();
    }

    int drains() {
        return drains.get();
    }

    List<Buffer> awaitPackets(int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(packets.size()).isGreaterThanOrEqualTo(count));
        return packets;
    }

    CarrierEnd awaitEnd() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ends).isNotEmpty());
        return ends.get(0);
    }

    /** What broke the contract so far. */
    List<String> breaches() {
        List<String> all = new ArrayList<>(breaches);
        if (ends.size() > 1) {
            all.add("told of " + ends.size() + " ends: " + ends);
        }
        return all;
    }

    private void packet(Buffer packet) {
        check("a packet");
        bytes.addAndGet(packet.length());
        if (keepPackets) {
            packets.add(packet);
        }
    }

    private void drained() {
        check("drain");
        drains.incrementAndGet();
        if (carrier.writeQueueFull()) {
            breaches.add("drained, but full");
        }
    }

    private void ended(CarrierEnd end) {
        check("the end");
        ends.add(end);
    }

    private void check(String event) {
        if (Vertx.currentContext() != carrier.context()) {
            breaches.add(event + " on another context");
        }
        if (calling) {
            breaches.add(event + " from within a call");
        }
        if (!ends.isEmpty()) {
            breaches.add(event + " after the end");
        }
    }
}
