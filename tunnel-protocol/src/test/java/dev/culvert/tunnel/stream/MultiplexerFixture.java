package dev.culvert.tunnel.stream;

import dev.culvert.tunnel.carrier.memory.MemoryCarriers;
import dev.culvert.tunnel.flow.Budget;
import dev.culvert.tunnel.frame.Limits;
import dev.culvert.tunnel.frame.PacketWriter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** A gateway's multiplexer, and a peer that keeps to no rule. */
abstract class MultiplexerFixture {
    static final Buffer OPEN = Buffer.buffer();
    /** The tag of a test whose peer takes nothing. */
    static final String DEAF = "deaf";

    Vertx vertx;
    RawPeer peer;
    Multiplexer multiplexer;
    final Budget budget = new Budget(1 << 21);
    final Recorder recorder = new Recorder();

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @BeforeEach
    void startAcceptor(TestInfo test) throws Exception {
        vertx = Vertx.vertx();
        MemoryCarriers carriers = MemoryCarriers.pair(vertx.getOrCreateContext(), vertx.getOrCreateContext());
        peer = new RawPeer(carriers.first());
        if (!test.getTags().contains(DEAF)) {
            peer.listen();
        }
        CompletableFuture<Multiplexer> started = new CompletableFuture<>();
        Limits limits = new Limits(32 * 1024, 32 * 1024, 3, 1 << 20);
        carriers.second()
                .context()
                .runOnContext(v -> started.complete(Multiplexer.start(
                        carriers.second(),
                        Handshake.acceptor("c1", "gateway/1", Set.of(), limits, Duration.ofSeconds(1)),
                        new MultiplexerSettings(limits, 64 * 1024, budget, Duration.ofSeconds(2)),
                        recorder)));
        multiplexer = started.get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    void onMultiplexer(Runnable action) {
        multiplexer.context().runOnContext(v -> action.run());
    }

    long bytesOf(int stream) {
        return List.copyOf(peer.received.lines).stream()
                .filter(line -> line.startsWith("data " + stream + " "))
                .mapToLong(line -> (line.length() - ("data " + stream + " ").length()) / 2)
                .sum();
    }

    static void data(PacketWriter packet, int stream, int length) {
        packet.dataHeader(stream, length);
        packet.dataPart(Buffer.buffer(new byte[length]), 0, length);
    }
}
