package dev.culvert.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.testing.RawClient;
import dev.culvert.gateway.testing.RawResponse;
import dev.culvert.tunnel.carrier.Tunnel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an agent, or who goes its way, is told where no carrier comes of it. */
@Timeout(60)
@NullUnmarked
class TunnelEndpointTest {
    private static final String HEAD = Tunnel.PATH + " HTTP/1.1\r\nHost: localhost\r\n";

    @TempDir
    private Path directory;

    private InstalledGateway installed;

    @BeforeEach
    void start() throws IOException {
        installed = new InstalledGateway(directory, List.of("localhost"), null, "");
    }

    @AfterEach
    void stop() {
        installed.gateway.stop().await();
    }

    @Test
    void whatIsNoCarrierIsRefusedAndTheConnectionGoesOn() {
        try (RawClient client = installed.client()) {
            for (int i = 0; i < 2; i++) {
                RawResponse refused = client.send("POST " + HEAD + "Content-Length: 4\r\n\r\nbody")
                        .readResponse();

                assertThat(refused.status()).isEqualTo(400);
                assertThat(refused.json().getString("message"))
                        .startsWith("gateway: the tunnel speaks gRPC and WebSocket only (request ");
            }
        }
    }

    @Test
    void upgradeThatIsNoCarrierEndsTheConnection() {
        try (RawClient client = installed.client()) {
            RawResponse refused = client.send("GET " + HEAD + "Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n")
                    .readResponse();

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.headers("connection")).containsExactly("close");
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void webSocketWithoutAValidTokenIsRefusedAndItsConnectionEnds() {
        try (RawClient client = installed.client()) {
            RawResponse refused = client.send("GET " + HEAD + installed.authorization()
                            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: " + Tunnel.SUBPROTOCOL + "\r\n\r\n")
                    .readResponse();

            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.json().getString("kind")).isEqualTo("Status");
            assertThat(refused.headers("connection")).containsExactly("close");
            assertThat(refused.headers("cache-control")).containsExactly("no-store");
            assertThat(refused.headers("x-content-type-options")).containsExactly("nosniff");
            assertThat(client.readToEnd()).isEmpty();
        }
    }
}
