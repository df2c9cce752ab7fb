package dev.culvert.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawClient;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.ResponseHead;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A credential counts when a request begins. */
class RevocationTest {
    private static final String GET = "GET /clusters/c1/x HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH + "\r\n";

    private final GatewayRig rig = GatewayRig.start();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void whatRunsGoesOnAndNothingNewBegins() {
        rig.cluster().answer(exchange -> exchange.respond(new ResponseHead(200, List.of())));
        try (RawClient watch = rig.client();
                RawClient exec = rig.client()) {
            assertThat(watch.send(GET).readHead()).startsWith("HTTP/1.1 200 ");
            Exchange watched = rig.cluster().next();
            rig.cluster().answer(RevocationTest::echo);
            exec.send(GET.replace("\r\n\r\n", "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"));
            assertThat(exec.readHead()).startsWith("HTTP/1.1 101 ");

            rig.revoke();

            assertThat(rig.exchange(GET).status()).isEqualTo(401);
            exec.send("typed");
            assertThat(exec.readExactly(5)).isEqualTo("typed");
            watched.context().runOnContext(go -> watched.out().write(Buffer.buffer("event")));
            assertThat(watch.readExactly(10)).isEqualTo("5\r\nevent\r\n");
        }
    }

    private static void echo(Exchange exchange) {
        exchange.respond(new ResponseHead(101, List.of()));
        exchange.in().handler(bytes -> exchange.out().write(bytes));
    }
}
