package dev.culvert.system.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.clusters.echo.Script;
import dev.culvert.clusters.echo.Step;
import dev.culvert.system.rig.EchoRig;
import dev.culvert.system.rig.Target;
import dev.culvert.system.wire.RawBody;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import dev.culvert.system.wire.RawResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What both sides get of a connection that switches protocols, or does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UpgradeIT {
    private static final String EXEC = "/api/v1/namespaces/n/pods/p/exec?command=sh&command=-c&stdin=true";
    private static final String SPDY_101 = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
            + "Upgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\n\r\n";
    private static final Duration SOON = Duration.ofSeconds(5);

    private final EchoRig rig = EchoRig.start();
    private final Target target = rig.target();

    @AfterAll
    void stop() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET"})
    void spdyIsUpgradedLineByLineAndBytesOnBothSidesOfThe101AreKept(String method) throws IOException {
        rig.next(Script.of(Step.readHead(), Step.send(SPDY_101 + "first"), Step.echo()));
        RawRequest request = new RawRequest(method, EXEC, List.of(), new byte[0])
                .header("Connection: close, Upgrade, close")
                .header("Upgrade: SPDY/3.1")
                .header("X-Stream-Protocol-Version: v4.channel.k8s.io")
                .header("X-Stream-Protocol-Version: v3.channel.k8s.io")
                .header("X-Stream-Protocol-Version: v2.channel.k8s.io")
                .header("X-Stream-Protocol-Version: channel.k8s.io")
                .header("Content-Length: 0");
        try (RawConnection connection = RawConnection.open(target)) {
            byte[] head = request.bytes(target);
            byte[] both = Arrays.copyOf(head, head.length + 5);
            System.arraycopy("early".getBytes(StandardCharsets.US_ASCII), 0, both, head.length, 5);
            RawBody answer = connection.send(both).begin();
            assertThat(answer.head().statusLine()).isEqualTo("HTTP/1.1 101 Switching Protocols");
            assertThat(answer.head().lines())
                    .containsExactly(
                            "X-Stream-Protocol-Version: v4.channel.k8s.io", "Connection: Upgrade", "Upgrade: SPDY/3.1");
            assertThat(connection.input().readNBytes(10)).isEqualTo("firstearly".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(rig.last().requestLine()).isEqualTo(method + " " + EXEC + " HTTP/1.1");
        assertThat(rig.last().headerLines())
                .containsExactly(
                        "Host: " + rig.upstreamAuthority(),
                        "Connection: Upgrade",
                        "Upgrade: SPDY/3.1",
                        "X-Stream-Protocol-Version: v4.channel.k8s.io",
                        "X-Stream-Protocol-Version: v3.channel.k8s.io",
                        "X-Stream-Protocol-Version: v2.channel.k8s.io",
                        "X-Stream-Protocol-Version: channel.k8s.io",
                        "Content-Length: 0",
                        "Authorization: Bearer " + EchoRig.AGENT_CREDENTIAL);
    }

    @Test
    void webSocketsAreNegotiatedEndToEndAndTheTokenProtocolStaysBehind() throws IOException {
        rig.next(Script.of(
                Step.readHead(),
                Step.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: a\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"
                        + "Sec-WebSocket-Protocol: v5.channel.k8s.io\r\n\r\n"),
                Step.echo()));
        String token = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(target.token().orElseThrow().getBytes(StandardCharsets.US_ASCII));
        String head =
                "GET " + target.prefix() + EXEC + " HTTP/1.1\r\nHost: localhost\r\nconnection: keep-alive, upgrade\r\n"
                        + "upgrade: WebSocket\r\nSec-WebSocket-Key: k\r\nSec-WebSocket-Version: 13\r\nOrigin: https://evil.example\r\n"
                        + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
                        + "Sec-WebSocket-Protocol: v5.channel.k8s.io, base64url.bearer.authorization.k8s.io." + token
                        + ", v4.channel.k8s.io\r\n\r\n";
        byte[] message = new byte[5_000_000];
        new Random(7).nextBytes(message);
        try (RawConnection connection = RawConnection.open(target)) {
            RawBody answer =
                    connection.send(head.getBytes(StandardCharsets.ISO_8859_1)).begin();
            assertThat(answer.head().lines())
                    .containsExactly(
                            "Sec-WebSocket-Accept: a",
                            "Sec-WebSocket-Extensions: permessage-deflate",
                            "Sec-WebSocket-Protocol: v5.channel.k8s.io",
                            "Connection: Upgrade",
                            "Upgrade: websocket");
            Thread writer = new Thread(() -> connection.send(message), "writer");
            writer.start();
            assertThat(connection.input().readNBytes(message.length)).isEqualTo(message);
        }
        assertThat(rig.last().headerLines())
                .contains(
                        "Connection: Upgrade",
                        "Sec-WebSocket-Key: k",
                        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
                        "Sec-WebSocket-Protocol: v5.channel.k8s.io, v4.channel.k8s.io",
                        "Authorization: Bearer " + EchoRig.AGENT_CREDENTIAL)
                .noneMatch(line -> line.contains(token));
        assertThat(rig.logs()).doesNotContain(token);
    }

    @Test
    void behindAnUpgradeThatIsRefusedNothingReachesTheApiServer() {
        rig.next(Script.of(
                Step.readHead(),
                Step.send("HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"
                        + "{\"a\":\"<\"}"),
                Step.readToEnd()));
        int before = rig.connections();
        String upgrade = new String(
                RawRequest.get(EXEC)
                        .header("Connection: Upgrade")
                        .header("Upgrade: websocket")
                        .bytes(target),
                StandardCharsets.ISO_8859_1);
        String smuggled = new String(RawRequest.get("/api/v1/secrets").bytes(target), StandardCharsets.ISO_8859_1);
        try (RawConnection connection = RawConnection.open(target)) {
            RawResponse answer = connection
                    .send((upgrade + smuggled).getBytes(StandardCharsets.ISO_8859_1))
                    .read();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).isEqualTo("{\"a\":\"<\"}");
            assertThat(answer.all("content-type")).containsExactly("application/json");
            assertThat(answer.all("connection")).containsExactly("close");
            assertThat(connection.closesWithin(SOON)).isTrue();
        }
        await().atMost(SOON).until(() -> rig.last().closed());
        assertThat(rig.connections()).isEqualTo(before + 1);
        assertThat(rig.last().text()).doesNotContain("secrets");
    }

    @Test
    void aRedirectInAnswerToAnUpgradeIsAnErrorAndNotFollowed() {
        int before = rig.connections();
        rig.next(Script.reply("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"));
        RawResponse answer = RawConnection.exchange(target, spdy("POST"));
        assertThat(answer.isStatusObject(500)).as(answer.toString()).isTrue();
        assertThat(answer.first("location")).isEmpty();
        assertThat(rig.connections()).isEqualTo(before + 1);
    }

    /** Some clients watch by WebSocket first, and without one only when they are answered 200, as the API server does. */
    @Test
    void anOrdinaryAnswerToAnUpgradeIsRelayedAndTheConnectionEnds() {
        rig.next(Script.reply("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
        try (RawConnection connection = RawConnection.open(target)) {
            RawResponse answer = connection.send(spdy("GET")).read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(connection.closesWithin(SOON)).isTrue();
        }
    }

    @Test
    void anUpgradedConnectionThatBreaksEndsWithoutAGoodbyeOfTheGateways() throws IOException {
        rig.next(Script.of(Step.readHead(), Step.send(SPDY_101 + "last"), Step.cut()));
        try (RawConnection connection = RawConnection.open(target)) {
            assertThat(connection.send(spdy("POST")).begin().head().status()).isEqualTo(101);
            assertThat(connection.input().readNBytes(4)).isEqualTo("last".getBytes(StandardCharsets.US_ASCII));
            assertThat(connection.closesWithin(SOON)).isTrue();
        }
    }

    private static RawRequest spdy(String method) {
        return new RawRequest(method, EXEC, List.of(), new byte[0])
                .header("Connection: Upgrade")
                .header("Upgrade: SPDY/3.1");
    }
}
