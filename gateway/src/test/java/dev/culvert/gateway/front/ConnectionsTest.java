package dev.culvert.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many connections an address may have. */
class ConnectionsTest {
    private static final int MOST = 3;

    private static final String GET = "GET /clusters/c1/api HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH + "\r\n";

    private static GatewayRig rig;

    @BeforeAll
    static void start() {
        rig = GatewayRig.start(options -> new FrontOptions(
                options.host(),
                options.port(),
                options.domain(),
                options.hosts(),
                options.corsOrigins(),
                options.certificate(),
                options.engine(),
                options.maxHeadBytes(),
                options.maxStreams(),
                MOST,
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                options.instances(),
                null));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void oneTooManyIsClosedAndTheOthersGoOn() {
        try (RawClient first = rig.client();
                RawClient second = rig.client();
                RawClient third = rig.client()) {
            assertThatThrownBy(rig::client).isInstanceOf(UncheckedIOException.class);
            for (RawClient client : new RawClient[] {first, second, third}) {
                assertThat(client.send(GET).readResponse().status()).isEqualTo(200);
            }
        }
        assertFreeAgain();
    }

    @Test
    void whatDoesNotComeAsFarAsHttpCountsToo() throws IOException {
        try (Socket silent = new Socket("localhost", rig.port());
                RawClient noPreface = http2();
                RawClient noSettings = http2().send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
            assertThatThrownBy(rig::client).isInstanceOf(UncheckedIOException.class);
        }
        assertFreeAgain();
    }

    private static RawClient http2() {
        return RawClient.connect(rig.certificate().sslContext(), rig.port(), "h2");
    }

    private static void assertFreeAgain() {
        await("the places are free again")
                .atMost(Duration.ofSeconds(10))
                .ignoreException(UncheckedIOException.class)
                .untilAsserted(() -> assertThat(rig.exchange(GET).status()).isEqualTo(200));
    }
}
