package dev.culvert.tunnel.carrier;

import dev.culvert.tunnel.carrier.websocket.WebSocketDialer;
import io.netty.util.ResourceLeakDetector;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class WebSocketCarrierTest extends CarrierContract {
    private static final ResourceLeakDetector.Level LEVEL = ResourceLeakDetector.getLevel();

    /** Masking touches a buffer once for four bytes, and the strictest level notes each touch: seconds for a megabyte. */
    @BeforeAll
    static void detectLeaksBySample() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.ADVANCED);
    }

    @AfterAll
    static void detectLeaksAsBefore() {
        ResourceLeakDetector.setLevel(LEVEL);
    }

    @Override
    Wire wire(Vertx vertx) throws Exception {
        return new TlsWire(vertx, WebSocketDialer::new);
    }
}
