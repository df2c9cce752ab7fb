package dev.culvert.agent.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.flow.Budget;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An upgraded connection whose caller has said all that it will say. */
class UpgradeEndTest {
    private static final Duration SOON = Duration.ofMillis(200);

    @Test
    void whatTheServerDoesNotEndIsBrokenWhenItsTimeIsUp() throws Exception {
        TestAuthority authority = new TestAuthority();
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (RawServer server = new RawServer(authority, connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\nhalf");
            seen.add(connection.readToEnd());
        })) {
            ApiAccess access = Access.to(server.port(), authority);
            try (Tunnel tunnel = new Tunnel(
                    vertx -> new Replay(vertx, () -> access, Budget.ofHeap(), new ApiClients(vertx), SOON))) {
                Call call = tunnel.upgrade("GET", "websocket")
                        .write("all that I say")
                        .end();
                await().untilAsserted(() -> assertThat(call.received()).isEqualTo("half"));

                assertThat(call.reset()).isEqualTo(ResetCode.UPSTREAM_BROKEN);
                assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("all that I say");
            }
        }
    }
}
