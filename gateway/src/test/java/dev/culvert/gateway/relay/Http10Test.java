package dev.culvert.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawClient;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.ResponseHead;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.buffer.Buffer;
import java.io.EOFException;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers of HTTP/1.0, which has no chunks. */
class Http10Test {
    private static final String GET =
            "GET /clusters/c1/ HTTP/1.0\r\nConnection: keep-alive\r\n" + GatewayRig.AUTH + "\r\n";

    private final GatewayRig rig = GatewayRig.start();

    @AfterEach
    void stop() {
        rig.close();
    }

    private static void head(Exchange exchange) {
        exchange.respond(new ResponseHead(200, List.of()));
    }

    private static void on(Exchange exchange, Runnable action) {
        exchange.context().runOnContext(go -> action.run());
    }

    @Test
    void http10SeesWhetherTheAnswerIsWhole() {
        for (boolean whole : new boolean[] {true, false}) {
            rig.cluster().answer(Http10Test::head);
            try (RawClient client = rig.client()) {
                client.send(GET).readHead();
                Exchange exchange = rig.cluster().next();
                on(exchange, () -> exchange.out().write(Buffer.buffer("part")));
                assertThat(client.readExactly(4)).isEqualTo("part");

                on(exchange, () -> {
                    if (whole) {
                        exchange.out().end();
                    } else {
                        exchange.reset(ResetCode.UPSTREAM_BROKEN, "gone");
                    }
                });

                assertThatThrownBy(() -> client.readExactly(1))
                        .hasCauseInstanceOf(whole ? EOFException.class : SocketException.class);
            }
        }
    }

    @Test
    void http10GetsAnAnswerThatEndsWithTheConnection() {
        rig.cluster().answer(exchange -> {
            head(exchange);
            exchange.out().write(Buffer.buffer("body"));
            exchange.out().end();
        });
        try (RawClient client = rig.client()) {
            client.send(GET);

            assertThat(client.readToEnd()).endsWith("\r\n\r\nbody").doesNotContain("chunked");
        }
    }
}
