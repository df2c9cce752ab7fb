package dev.culvert.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawClient;
import dev.culvert.gateway.testing.ScriptedCluster;
import dev.culvert.tunnel.carrier.Tunnel;
import dev.culvert.tunnel.exchange.ResponseHead;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is timed, and what is not. */
class DeadlineTest {
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
                options.maxConnectionsPerAddress(),
                Duration.ofMillis(500),
                Duration.ofMillis(1500),
                1,
                null));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    private static long millisToEnd(RawClient client) {
        long start = System.nanoTime();
        assertThat(client.readToEnd()).isEmpty();
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    @Test
    void silentConnectionEndsSoon() {
        try (RawClient client = rig.client()) {
            assertThat(millisToEnd(client)).isBetween(300L, 1400L);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PRI * HTT",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\6\4\0\0\0\0\0"
            })
    void http2ThatDoesNotBeginEndsSoon(String bytes) {
        try (RawClient client = RawClient.connect(rig.certificate().sslContext(), rig.port(), "h2")) {
            long start = System.nanoTime();
            client.send(bytes).readToEnd();
            assertThat(Duration.ofNanos(System.nanoTime() - start).toMillis()).isBetween(300L, 1400L);
        }
    }

    @Test
    void headThatDoesNotEndIsGivenUp() {
        rig.cluster().answerOk();
        try (RawClient client = rig.client()) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(200);
            client.send("GET /clusters/c1/api HTTP/1.1\r\nX-Slow: a");
            assertThat(millisToEnd(client)).isBetween(300L, 1400L);
        }
    }

    @Test
    void idleConnectionMayStayLonger() {
        rig.cluster().answerOk();
        try (RawClient client = rig.client()) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(200);
            assertThat(millisToEnd(client)).isBetween(1300L, 6000L);
        }
    }

    @Test
    void http2ConnectionOfARefusedAgentDoesNotStay() throws Exception {
        HttpClientAgent client = rig.vertx()
                .createHttpClient(new HttpClientOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setTrustOptions(rig.certificate().trust()));
        HttpClientConnection connection = GatewayRig.await(
                client.connect(new HttpConnectOptions().setHost("localhost").setPort(rig.port())));
        CompletableFuture<Void> ended = new CompletableFuture<>();
        connection.closeHandler(ended::complete);
        GatewayRig.await(connection
                .request(new RequestOptions().setMethod(HttpMethod.POST).setURI(Tunnel.PATH))
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::end));

        ended.get(6, TimeUnit.SECONDS);
        client.close();
    }

    @Test
    void silentWatchIsNotTimed() throws Exception {
        rig.cluster().answer(exchange -> {
            exchange.respond(new ResponseHead(200, List.of()));
            exchange.context().owner().setTimer(2500, late -> {
                exchange.out().write(Buffer.buffer("late"));
                exchange.out().end();
            });
        });
        try (RawClient client = rig.client()) {
            client.send(GET).readHead();
            assertThat(client.readExactly(14)).isEqualTo("4\r\nlate\r\n0\r\n\r\n");
        }
    }

    @Test
    void silentUpgradedConnectionIsNotTimed() {
        rig.cluster().answer(exchange -> {
            exchange.respond(new ResponseHead(101, List.of()));
            exchange.context().owner().setTimer(2500, late -> exchange.out().write(Buffer.buffer("late")));
        });
        try (RawClient client = rig.client()) {
            client.send(GET.replace("\r\n\r\n", "\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n"))
                    .readHead();
            assertThat(client.readExactly(4)).isEqualTo("late");
        }
    }

    @Test
    void answerThatIsLongInComingIsNotTimed() {
        rig.cluster().answer(exchange -> exchange.context()
                .owner()
                .setTimer(2500, late -> ScriptedCluster.respond(exchange, 200, "late")));
        assertThat(rig.get("/clusters/c1/api?timeout=1s").body()).isEqualTo("late");
    }
}
