package dev.culvert.tunnel.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AbstractCarrierTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void theEndIsToldAlthoughAHandlerFailedOnAPacketThatHadToWait() throws Exception {
        CompletableFuture<CarrierEnd> end = new CompletableFuture<>();
        Context context = vertx.getOrCreateContext();
        context.exceptionHandler(expected -> {});
        context.runOnContext(v -> {
            Echo carrier = new Echo(context);
            carrier.closeHandler(end::complete);
            carrier.packetHandler(packet -> {
                throw new IllegalStateException("a handler that fails");
            });
            context.runOnContext(started -> carrier.write(Buffer.buffer("x")));
        });
        assertThat(end.get(60, TimeUnit.SECONDS).clean()).isFalse();
    }

    /** Receives what it sends, at once: from within the call. */
    private static final class Echo extends AbstractCarrier {
        Echo(Context context) {
            super(context, "echo", "echo");
        }

        @Override
        protected void send(Buffer packet) {
            received(packet);
        }

        @Override
        protected boolean connectionFull() {
            return false;
        }

        @Override
        protected void holdBack() {}

        @Override
        protected void letFlow() {}

        @Override
        protected void shutdown() {}

        @Override
        protected void abort() {}
    }
}
