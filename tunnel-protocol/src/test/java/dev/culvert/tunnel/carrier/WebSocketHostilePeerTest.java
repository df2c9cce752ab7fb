package dev.culvert.tunnel.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.tunnel.transport.TlsEngines;
import dev.culvert.tunnel.transport.Transports;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames that no carrier sends, on a WebSocket that was let in. */
@Timeout(60)
class WebSocketHostilePeerTest {
    private static final TestCertificates CERTIFICATES = TestCertificates.create();

    private Vertx vertx;
    private TestGateway gateway;
    private WebSocketClient client;

    @BeforeEach
    void start() throws Exception {
        vertx = Transports.vertx();
        gateway = TestGateway.start(vertx, CERTIFICATES);
        client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setSsl(true)
                .setSslEngineOptions(TlsEngines.preferred())
                .setTryUsePerMessageCompression(true)
                .setMaxFrameSize(8 << 20)
                .setMaxMessageSize(8 << 20)
                .setTrustOptions(CERTIFICATES.trust()));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void fragmentsMakeOnePacket() throws Exception {
        WebSocket socket = open(List.of("other", Tunnel.SUBPROTOCOL));
        Witness accepted = Witness.of(gateway.next());

        socket.writeFrame(WebSocketFrame.binaryFrame(Buffer.buffer("one, "), false));
        socket.writeFrame(WebSocketFrame.pingFrame(Buffer.buffer("ping")));
        socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(), false));
        socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("two"), true));
        socket.writeFrame(WebSocketFrame.binaryFrame(Buffer.buffer("three"), true));

        assertThat(accepted.awaitPackets(2)).containsExactly(Buffer.buffer("one, two"), Buffer.buffer("three"));
        assertThat(socket.subProtocol()).isEqualTo(Tunnel.SUBPROTOCOL);
        assertThat(socket.headers().get("sec-websocket-extensions")).isNull();
    }

    @Test
    void aTextMessageIsAViolation() throws Exception {
        WebSocket socket = open(List.of(Tunnel.SUBPROTOCOL));
        Witness accepted = Witness.of(gateway.next());

        socket.writeFrame(WebSocketFrame.textFrame("hello", true));
        socket.writeFrame(WebSocketFrame.binaryFrame(Buffer.buffer("behind"), true));

        violated(accepted);
    }

    @Test
    void fragmentsThatGrowAboveTheLimitAreAViolation() throws Exception {
        WebSocket socket = open(List.of(Tunnel.SUBPROTOCOL));
        Witness accepted = Witness.of(gateway.next());
        Buffer half = Buffer.buffer(new byte[Carrier.MAX_PACKET_BYTES / 2]);

        socket.writeFrame(WebSocketFrame.binaryFrame(half, false));
        socket.writeFrame(WebSocketFrame.continuationFrame(half.copy(), false));
        socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("x"), false));

        violated(accepted);
    }

    @Test
    void aFrameAboveTheLimitIsAViolation() throws Exception {
        WebSocket socket = open(List.of(Tunnel.SUBPROTOCOL));
        Witness accepted = Witness.of(gateway.next());

        socket.writeFrame(WebSocketFrame.binaryFrame(Buffer.buffer(new byte[Carrier.MAX_PACKET_BYTES + 1]), true));

        violated(accepted);
    }

    @Test
    void aContinuationOfNothingIsAViolation() throws Exception {
        WebSocket socket = open(List.of(Tunnel.SUBPROTOCOL));
        Witness accepted = Witness.of(gateway.next());

        socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("x"), true));

        violated(accepted);
    }

    @Test
    void pingsWhoseAnswersAreNotTakenAreAViolation() throws Exception {
        WebSocket socket = open(List.of(Tunnel.SUBPROTOCOL));
        Carrier carrier = gateway.next();
        Witness accepted = Witness.of(carrier);
        socket.pause();
        Awaitility.await().until(() -> {
            accepted.call(() -> {
                while (!carrier.writeQueueFull()) {
                    carrier.write(Buffer.buffer(new byte[Carrier.MAX_PACKET_BYTES / 2]));
                }
                return true;
            });
            for (int i = 0; i < 10; i++) {
                socket.writeFrame(WebSocketFrame.pingFrame(Buffer.buffer("ping")));
            }
            return !accepted.ends().isEmpty();
        });

        violated(accepted);
    }

    @Test
    void aWebSocketWithoutTheSubprotocolIsNotTaken() {
        assertThatThrownBy(() -> open(List.of("other")))
                .isInstanceOfSatisfying(UpgradeRejectedException.class, rejected -> assertThat(rejected.getStatus())
                        .isEqualTo(400));
    }

    @Test
    void aRefusalIsAnHttpAnswerInTheWordsOfKubernetes() {
        gateway.refuse(Refusal.UNAUTHENTICATED);

        assertThatThrownBy(() -> open(List.of(Tunnel.SUBPROTOCOL)))
                .isInstanceOfSatisfying(UpgradeRejectedException.class, rejected -> {
                    assertThat(rejected.getStatus()).isEqualTo(401);
                    assertThat(rejected.getBody().toJsonObject().getMap())
                            .containsEntry("kind", "Status")
                            .containsEntry("apiVersion", "v1")
                            .containsEntry("reason", "Unauthorized")
                            .containsEntry("code", 401);
                });
    }

    private static void violated(Witness accepted) {
        CarrierEnd end = accepted.awaitEnd();
        assertThat(end.violation()).as(end.message()).isTrue();
        assertThat(end.clean()).isFalse();
        assertThat(accepted.packets()).isEmpty();
        assertThat(accepted.breaches()).isEmpty();
    }

    private WebSocket open(List<String> subprotocols) throws Exception {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("localhost")
                .setPort(gateway.port())
                .setURI(Tunnel.PATH)
                .setSubProtocols(subprotocols);
        return Contexts.on(vertx, () -> client.connect(options));
    }
}
