package dev.culvert.tunnel.carrier;

import static org.awaitility.Awaitility.await;

import dev.culvert.tunnel.carrier.grpc.GrpcDialer;
import dev.culvert.tunnel.transport.Transports;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a long line megabytes are under way before the first of them is acknowledged, in either direction. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class GrpcLongLineTest {
    /** Well beyond HTTP/2's default of 64 KiB and all buffers on the way. */
    private static final long UNDER_WAY = 6L << 20;

    private static final int PACKET = 32 << 10;

    private final Vertx vertx = Transports.vertx();
    private Wire wire;

    @BeforeEach
    void startWire() throws Exception {
        wire = new TlsWire(vertx, GrpcDialer::new);
    }

    @AfterEach
    void stop() throws Exception {
        wire.close();
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void theGatewaysBytesNeedNotWaitForTheAgentsAcknowledgement() throws Exception {
        sendsWithoutAcknowledgement(wire.connect().accepted());
    }

    @Test
    void theAgentsBytesNeedNotWaitForTheGatewaysAcknowledgement() throws Exception {
        sendsWithoutAcknowledgement(wire.connect().dialled());
    }

    /** Nobody takes packets at the other end, so nothing is acknowledged. */
    private static void sendsWithoutAcknowledgement(Carrier from) {
        Witness writer = new Witness(from);
        AtomicLong sent = new AtomicLong();
        await().atMost(Witness.PATIENCE).until(() -> {
            writer.call(() -> {
                while (sent.get() < UNDER_WAY && !from.writeQueueFull()) {
                    from.write(Buffer.buffer(new byte[PACKET]));
                    sent.addAndGet(PACKET);
                }
                return sent;
            });
            return sent.get() >= UNDER_WAY;
        });
    }
}
