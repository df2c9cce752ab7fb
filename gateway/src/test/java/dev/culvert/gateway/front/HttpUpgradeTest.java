package dev.culvert.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawClient;
import dev.culvert.gateway.testing.RawResponse;
import dev.culvert.gateway.testing.ScriptedCluster;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.ResponseHead;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that switch protocols: kubectl exec, attach, port-forward and cp, and WebSockets. */
class HttpUpgradeTest {
    private static final String EXEC = "/clusters/c1/api/v1/namespaces/n/pods/p/exec?command=sh";
    private static final String SPDY = " " + EXEC + " HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH
            + "X-Stream-Protocol-Version: v4.channel.k8s.io\r\n"
            + "X-Stream-Protocol-Version: v3.channel.k8s.io\r\n"
            + "Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\nContent-Length: 0\r\n\r\n";

    private static GatewayRig rig;

    @BeforeAll
    static void start() {
        rig = GatewayRig.start();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void reset() {
        rig.cluster().answerOk();
    }

    private static void switched(Exchange exchange, String... headers) {
        exchange.respond(new ResponseHead(101, ScriptedCluster.headers(headers)));
    }

    private static void echo(Exchange exchange) {
        switched(exchange, "X-Stream-Protocol-Version", "v4.channel.k8s.io");
        exchange.in().endHandler(end -> exchange.out().end());
        exchange.in().handler(bytes -> exchange.out().write(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET"})
    void spdyUpgradesByPostAndGet(String method) {
        rig.cluster().answer(HttpUpgradeTest::echo);
        try (RawClient client = rig.client()) {
            client.send(method + SPDY);

            RawResponse response = new RawResponse(client.readHead(), "");
            assertThat(response.head()).startsWith("HTTP/1.1 101 Switching Protocols\r\n");
            assertThat(response.headers("connection")).containsExactly("Upgrade");
            assertThat(response.headers("upgrade")).containsExactly("SPDY/3.1");
            assertThat(response.headers("x-stream-protocol-version")).containsExactly("v4.channel.k8s.io");
            assertThat(response.header("content-length")).isNull();
            assertThat(response.header("transfer-encoding")).isNull();

            client.send("hello \u0000\u00ff");
            assertThat(client.readExactly(8)).isEqualTo("hello \u0000\u00ff");
        }
        var head = rig.cluster().nextHead();
        assertThat(head.method()).isEqualTo(method);
        assertThat(head.upgrade()).isEqualTo("SPDY/3.1");
        assertThat(head.target()).isEqualTo(EXEC.substring("/clusters/c1".length()));
        assertThat(head.headers())
                .containsExactly(
                        new Header("X-Stream-Protocol-Version", "v4.channel.k8s.io"),
                        new Header("X-Stream-Protocol-Version", "v3.channel.k8s.io"),
                        new Header("Content-Length", "0"));
    }

    @Test
    void severalConnectionLinesWithCloseDoNotSpoilTheUpgrade() {
        rig.cluster().answer(HttpUpgradeTest::echo);
        try (RawClient client = rig.client()) {
            client.send("POST"
                    + SPDY.replace(
                            "Connection: Upgrade\r\n",
                            "Connection: close\r\nConnection: Upgrade\r\nConnection: close\r\n"));

            RawResponse response = new RawResponse(client.readHead(), "");

            assertThat(response.status()).isEqualTo(101);
            assertThat(response.headers("connection")).containsExactly("Upgrade");
            client.send("x");
            assertThat(client.readExactly(1)).isEqualTo("x");
        }
    }

    @Test
    void bytesSentBeforeThe101AreKeptInOrder() {
        CompletableFuture<Exchange> arrived = new CompletableFuture<>();
        rig.cluster().answer(arrived::complete);
        try (RawClient client = rig.client()) {
            client.send("POST" + SPDY + "one GET /clusters/c1/x HTTP/1.1\r\n\r\n");
            Exchange exchange = arrived.get(10, TimeUnit.SECONDS);
            client.send("two ");
            exchange.context().runOnContext(go -> echo(exchange));
            client.readHead();
            client.send("three");

            String expected = "one GET /clusters/c1/x HTTP/1.1\r\n\r\ntwo three";
            assertThat(client.readExactly(expected.length())).isEqualTo(expected);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        rig.cluster().next();
        assertThat(rig.cluster().pending()).isEmpty();
    }

    @Test
    void manyBytesBeforeThe101AreHeldBackAndNotLost() throws Exception {
        byte[] early = new byte[3_000_000];
        new Random(7).nextBytes(early);
        CompletableFuture<Exchange> arrived = new CompletableFuture<>();
        rig.cluster().answer(arrived::complete);
        try (RawClient client = rig.client()) {
            client.send("POST" + SPDY);
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> client.send(early));
            Exchange exchange = arrived.get(10, TimeUnit.SECONDS);
            exchange.context().runOnContext(go -> echo(exchange));
            client.readHead();

            String echoed = client.readExactly(early.length);

            assertThat(echoed.equals(new String(early, StandardCharsets.ISO_8859_1)))
                    .isTrue();
            sent.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void firstBytesRightBehindThe101AreNotLost() {
        rig.cluster().answer(exchange -> {
            switched(exchange);
            exchange.out().write(Buffer.buffer("first"));
            exchange.out().end();
        });
        try (RawClient client = rig.client()) {
            client.send("GET" + SPDY);
            client.readHead();

            assertThat(client.readToEnd()).isEqualTo("first");
        }
    }

    @Test
    void largeTailIsDeliveredBeforeTheConnectionEnds() {
        byte[] tail = new byte[5_000_000];
        new Random(1).nextBytes(tail);
        rig.cluster().answer(exchange -> {
            switched(exchange);
            exchange.out().write(Buffer.buffer(tail));
            exchange.out().end();
        });
        try (RawClient client = rig.client()) {
            client.send("POST" + SPDY);
            client.readHead();

            assertThat(client.readToEnd()).hasSize(tail.length);
        }
    }

    @Test
    void callersEndIsHandedOnAsAnEnd() throws Exception {
        CompletableFuture<String> all = new CompletableFuture<>();
        rig.cluster().answer(exchange -> {
            switched(exchange);
            Buffer got = Buffer.buffer();
            exchange.in().exceptionHandler(all::completeExceptionally);
            exchange.in().endHandler(end -> {
                all.complete(got.toString());
                exchange.out().end();
            });
            exchange.in().handler(got::appendBuffer);
        });
        try (RawClient client = rig.client()) {
            client.send("POST" + SPDY);
            client.readHead();
            client.send("last words");
        }
        assertThat(all.get(10, TimeUnit.SECONDS)).isEqualTo("last words");
        GatewayRig.await(rig.cluster().next().closed());
    }

    @Test
    void brokenUpstreamEndsTheConnection() {
        rig.cluster().answer(exchange -> {
            switched(exchange);
            exchange.out()
                    .write(Buffer.buffer("partial"))
                    .onComplete(written -> exchange.reset(ResetCode.UPSTREAM_BROKEN, "gone"));
        });
        try (RawClient client = rig.client()) {
            client.send("POST" + SPDY);
            client.readHead();

            assertThat("partial").startsWith(client.readToEnd());
        }
    }

    @Test
    void callerGoneBeforeThe101CancelsTheExchange() {
        rig.cluster().answer(exchange -> {});
        Exchange exchange;
        try (RawClient client = rig.client()) {
            client.send("POST" + SPDY);
            exchange = rig.cluster().next();
        }
        await().until(() -> exchange.closed().failed());
    }

    @ParameterizedTest
    @CsvSource({"200,Success", "403,Forbidden", "404,NotFound", "400,BadRequest", "500,InternalError"})
    void otherAnswersAreRelayedAndNothingMoreIsTunnelled(int code, String reason) {
        String body = "{\"kind\":\"Status\",\"reason\":\"" + reason + "\"}";
        rig.cluster()
                .answer(exchange -> ScriptedCluster.respond(
                        exchange, code, body, "Content-Type", "application/json", "Audit-Id", "a"));
        try (RawClient client = rig.client()) {
            client.send("POST" + SPDY + "GET /clusters/c1/secrets HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH
                    + "\r\n");

            RawResponse response = client.readResponse();

            assertThat(response.status()).isEqualTo(code);
            assertThat(response.body()).isEqualTo(body);
            assertThat(response.header("content-type")).isEqualTo("application/json");
            assertThat(response.headers("connection")).containsExactly("close");
            assertThat(client.readToEnd()).isEmpty();
        }
        rig.cluster().next();
        assertThat(rig.cluster().pending()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 307})
    void redirectsInAnswerToAnUpgradeAreErrors(int code) {
        rig.cluster()
                .answer(exchange ->
                        ScriptedCluster.respond(exchange, code, "x", "Location", "http://169.254.169.254/"));
        try (RawClient client = rig.client()) {
            client.send("GET" + SPDY);

            RawResponse response = client.readResponse();

            assertThat(response.status()).isEqualTo(500);
            assertThat(response.json().getString("message")).startsWith("agent: ");
            assertThat(response.header("location")).isNull();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void refusedCallersUpgradeGetsA401AndTheConnectionEnds() {
        try (RawClient client = rig.client()) {
            client.send("POST" + SPDY.replace("good", "bad") + "GET /clusters/c1/x HTTP/1.1\r\nHost: localhost\r\n"
                    + GatewayRig.AUTH + "\r\n");

            RawResponse response = client.readResponse();

            assertThat(response.status()).isEqualTo(401);
            assertThat(response.json().getString("reason")).isEqualTo("Unauthorized");
            assertThat(response.headers("connection")).containsExactly("close");
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(rig.cluster().pending()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /clusters/c1/x HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n",
                "DELETE /clusters/c1/x HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n",
                "POST /clusters/c1/x HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nContent-Length: 5\r\n",
                "POST /clusters/c1/x HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nTransfer-Encoding: chunked\r\n",
                "GET /clusters/c1/x HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nUpgrade: SPDY/3.1\r\n",
                "GET /clusters/c1/x HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket, h2c\r\n"
            })
    void upgradesThatNoneMayAskForAreRefused(String head) {
        try (RawClient client = rig.client()) {
            client.send(head + "Host: localhost\r\n" + GatewayRig.AUTH + "\r\n");

            assertThat(client.readResponse().status()).isEqualTo(400);
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(rig.cluster().pending()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2c", "TLS/1.0", "foo"})
    void otherProtocolsAreNotOfferedAndNotForwarded(String protocol) {
        RawResponse response = rig.get(
                "/clusters/c1/api",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: " + protocol,
                "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA");

        assertThat(response.status()).isEqualTo(200);
        var head = rig.cluster().nextHead();
        assertThat(head.upgrade()).isEmpty();
        assertThat(head.headers()).isEmpty();
    }

    @Test
    void webSocketHeadersGoEndToEndAndTheTokenProtocolDoesNot() {
        String token = java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("go-_od~~??".getBytes(StandardCharsets.US_ASCII));
        assertThat(token).containsPattern("[-_]");
        rig.cluster().answer(exchange -> {
            switched(exchange, "Sec-WebSocket-Accept", "abc", "Sec-WebSocket-Protocol", "v5.channel.k8s.io");
            exchange.out().end();
        });
        try (RawClient client = rig.client()) {
            client.send("GET " + EXEC + " HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n"
                    + "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Key: k\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Extensions: permessage-deflate\r\n"
                    + "Sec-WebSocket-Protocol: v5.channel.k8s.io, base64url.bearer.authorization.k8s.io." + token
                    + ", v4.channel.k8s.io\r\n\r\n");

            RawResponse response = new RawResponse(client.readHead(), "");
            assertThat(response.status()).isEqualTo(101);
            assertThat(response.headers("connection")).containsExactly("Upgrade");
            assertThat(response.headers("upgrade")).containsExactly("websocket");
            assertThat(response.header("sec-websocket-protocol")).isEqualTo("v5.channel.k8s.io");
        }
        assertThat(rig.cluster().nextHead().headers())
                .containsExactly(
                        new Header("Origin", "https://evil.example"),
                        new Header("Sec-WebSocket-Key", "k"),
                        new Header("Sec-WebSocket-Version", "13"),
                        new Header("Sec-WebSocket-Extensions", "permessage-deflate"),
                        new Header("Sec-WebSocket-Protocol", "v5.channel.k8s.io, v4.channel.k8s.io"));
    }

    @Test
    void callerGoneWhileTheClusterTakesNothingCancelsTheExchange() throws Exception {
        rig.cluster().answer(exchange -> {
            exchange.in().pause();
            switched(exchange);
        });
        Exchange exchange;
        try (RawClient client = rig.client()) {
            client.send("POST" + SPDY).readHead();
            exchange = rig.cluster().next();
            // More than the stream's window and the gateway's queues hold, less than what would block this thread.
            client.send(new byte[600_000]);
        }
        CompletableFuture<Void> broken = new CompletableFuture<>();
        exchange.closed().onFailure(reset -> broken.complete(null));
        broken.get(20, TimeUnit.SECONDS);
    }

    @Test
    void slowCallerHoldsBackTheCluster() {
        rig.cluster().answer(exchange -> {
            switched(exchange);
            pour(exchange, new int[1]);
        });
        try (RawClient client = rig.client()) {
            client.send("POST" + SPDY);
            client.readHead();
            Exchange exchange = rig.cluster().next();

            await().during(java.time.Duration.ofMillis(300))
                    .until(() -> exchange.out().writeQueueFull());
        }
    }

    private static void pour(Exchange exchange, int[] poured) {
        while (!exchange.out().writeQueueFull() && poured[0]++ < 4_000) {
            exchange.out().write(Buffer.buffer(new byte[32 * 1024]));
        }
        exchange.out().drainHandler(more -> pour(exchange, poured));
    }
}
