package dev.culvert.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawClient;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.ResponseHead;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a cluster sent last on an upgraded connection: the end of an output, an exit code. */
class UpgradeTailTest {
    private static final String EXEC = "POST /clusters/c1/exec HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH
            + "Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\nContent-Length: 0\r\n\r\n";

    /** More than the connections and the gateway hold together. */
    private static final int LENGTH = 8_000_000;

    private final GatewayRig rig = GatewayRig.start();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void tailArrivesThoughTheClusterTakesNothingMoreOfASlowCaller() {
        byte[] output = new byte[LENGTH];
        new Random(3).nextBytes(output);
        rig.cluster().answer(exchange -> endAndTakeNoMore(exchange, output));
        try (RawClient client = rig.slowClient()) {
            client.send(EXEC).readHead();
            StringBuilder got = new StringBuilder(LENGTH);
            while (rig.openStreams() > 0) {
                got.append(client.readExactly(4096));
            }
            // More than fits into the connection: the gateway has read some of it when the last byte is sent.
            client.send(new byte[20_000_000]);

            got.append(client.readToEnd());

            assertThat(got).hasSize(LENGTH);
            assertThat(got.toString().equals(new String(output, StandardCharsets.ISO_8859_1)))
                    .isTrue();
        }
    }

    private static void endAndTakeNoMore(Exchange exchange, byte[] output) {
        exchange.respond(new ResponseHead(101, List.of()));
        exchange.out().write(Buffer.buffer(output));
        exchange.out().end();
        exchange.reset(ResetCode.CANCELLED, "no more input is wanted");
    }
}
