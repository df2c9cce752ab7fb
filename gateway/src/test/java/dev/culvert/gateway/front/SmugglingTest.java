package dev.culvert.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawClient;
import dev.culvert.gateway.testing.RawResponse;
import dev.culvert.gateway.testing.ScriptedCluster;
import dev.culvert.tunnel.exchange.ResponseHead;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads that two servers in a row may read differently. */
class SmugglingTest {
    private static final String SMUGGLED = "GET /clusters/c1/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n",
                "Host: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n",
                "Host: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n",
                "Host: localhost\r\nContent-Length: 3, 4\r\n",
                "Host: localhost\r\nContent-Length: +3\r\n",
                "Host: localhost\r\nContent-Length: -3\r\n",
                "Host: localhost\r\nContent-Length: 0x3\r\n",
                "Host: localhost\r\nTransfer-Encoding: chunked, x\r\n",
                "Host: localhost\r\nTransfer-Encoding: x, chunked\r\n",
                "Host: localhost\r\nTransfer-Encoding: gzip, chunked\r\n",
                "Host: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "Host: localhost\r\nTransfer-Encoding: identity\r\n",
                "Host: localhost\r\nTransfer-Encoding : chunked\r\n",
                "Host: localhost\r\nContent-Length : 3\r\n",
                "Host: localhost\r\nX-A: 1\r\n Transfer-Encoding: chunked\r\n",
                "Host: localhost\r\nX-A: 1\r\n\tfolded\r\n",
                "Host: localhost\r\n X-A: 1\r\n",
                "Host: localhost\nX-A: 1\r\n",
                "Host: localhost\r\nX-A: a\nX-B: b\r\n",
                "Host: localhost\r\nX-A: a\u0000b\r\n",
                "Host: localhost\r\nX-A: a\rb\r\n",
                "Host: localhost\r\nX\u0000A: a\r\n",
                "Host: localhost\r\nX A: a\r\n",
                "Host: localhost\r\n: a\r\n",
                "Host: localhost\r\nno colon\r\n",
                "Host: localhost\r\nHost: other\r\n",
                "Host: localhost\r\nHost: localhost\r\n",
                "",
                "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Key1: a\r\nSec-WebSocket-Key2: b\r\n"
            })
    void ambiguousHeadsAreRefusedAndTheConnectionEnds(String headers) {
        try (RawClient client = rig.client()) {
            client.send("GET /clusters/c1/api HTTP/1.1\r\n" + GatewayRig.AUTH + headers + "\r\n" + SMUGGLED);

            RawResponse response = client.readResponse();

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.json().getString("reason")).isEqualTo("BadRequest");
            assertThat(response.header("connection")).isEqualToIgnoringCase("close");
            assertThat(client.readToEnd()).isEmpty();
            assertThat(rig.cluster().pending()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /clusters/c1/a b HTTP/1.1",
                "GET /clusters/c1/a\u0001 HTTP/1.1",
                "GET /clusters/c1/a\u0000 HTTP/1.1",
                "GET /clusters/c1/a\u007f HTTP/1.1",
                "GET /clusters/c1/a HTTP/1.2",
                "GET /clusters/c1/a HTTP/2.0",
                "GET /clusters/c1/a HTTP/11",
                "GET /clusters/c1/a",
                "G(T /clusters/c1/a HTTP/1.1",
                "GET clusters/c1/a HTTP/1.1"
            })
    void malformedRequestLinesAreRefused(String line) {
        try (RawClient client = rig.client()) {
            client.send(line + "\r\nHost: localhost\r\n" + GatewayRig.AUTH + "\r\n");

            RawResponse response = client.readResponse();

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.json().getString("kind")).isEqualTo("Status");
            assertThat(rig.cluster().pending()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5\n", "5;a=\"\n\"\r\n", "zz\r\n", "-1\r\n", "\r\n", "5\r"})
    void malformedChunksAreRefusedAndTheConnectionEnds(String chunkHead) {
        rig.cluster().answer(exchange -> exchange.in().handler(bytes -> {}));
        try (RawClient client = rig.client()) {
            client.send("POST /clusters/c1/api HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH
                    + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n" + chunkHead
                    + "GET /clusters/c1/x HTTP/1.1\r\n\r\n"
                    + SMUGGLED);

            RawResponse response = client.readResponse();

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.json().getString("reason")).isEqualTo("BadRequest");
            assertThat(response.header("connection")).isEqualToIgnoringCase("close");
            assertThat(client.readToEnd()).isEmpty();
            assertThat(rig.cluster().pending()).allMatch(head -> head.target().equals("/api"));
        }
    }

    @Test
    void malformedChunksBehindTheBeginningOfAnAnswerBreakIt() {
        rig.cluster().answer(exchange -> {
            exchange.in().handler(bytes -> {});
            exchange.respond(new ResponseHead(200, ScriptedCluster.headers()));
        });
        try (RawClient client = rig.client()) {
            client.send("POST /clusters/c1/api HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH
                    + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200");

            client.send("zz\r\n" + SMUGGLED);

            assertThat(client.readToEnd()).doesNotContain("HTTP/1.1", "0\r\n\r\n");
        }
    }

    @Test
    void foldingIsFoundBehindEmptyLinesAndInSingleBytes() {
        for (String start : new String[] {"", "\r\n", "\r\n\r\n"}) {
            try (RawClient client = rig.client()) {
                String head = start + "GET /clusters/c1/api HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH
                        + "X-A: 1\r\n folded\r\n\r\n";
                for (int i = 0; i < head.length(); i++) {
                    client.send(head.substring(i, i + 1));
                }

                assertThat(client.readResponse().status()).isEqualTo(400);
            }
        }
        assertThat(rig.cluster().pending()).isEmpty();
    }

    @Test
    void bodiesThatLookFoldedPass() {
        try (RawClient client = rig.client()) {
            String request = "POST /clusters/c1/api HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH
                    + "Content-Length: 11\r\n\r\nX: a\r\n b\r\n\r\n".replace("11", "10");
            client.send(request + request);

            assertThat(client.readResponse().status()).isEqualTo(200);
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        rig.cluster()
                .answer(exchange -> ScriptedCluster.respond(
                        exchange, 200, exchange.request().target()));
        try (RawClient client = rig.client()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 5; i++) {
                all.append("GET /clusters/c1/")
                        .append(i)
                        .append(" HTTP/1.1\r\nHost: localhost\r\n")
                        .append(GatewayRig.AUTH)
                        .append("\r\n");
            }
            client.send(all.toString());

            for (int i = 0; i < 5; i++) {
                assertThat(client.readResponse().body()).isEqualTo("/" + i);
            }
        }
    }

    @Test
    void callersCannotForgeThePresentedMethod() {
        RawResponse response = rig.get("/clusters/c1/api", "X-Culvert-Presented-Method: DELETE");

        assertThat(response.status()).isEqualTo(200);
        assertThat(rig.cluster().nextHead()).satisfies(head -> {
            assertThat(head.method()).isEqualTo("GET");
            assertThat(head.headers()).noneMatch(header -> header.is("X-Culvert-Presented-Method"));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /clusters/c1/api HTTP/1.0\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "G"
            })
    void plainHttpIsRefusedWithAStatusAndNoRedirect(String request) throws Exception {
        try (Socket socket = new Socket("localhost", rig.port())) {
            assertThat(answerToPlain(socket, request.getBytes(StandardCharsets.US_ASCII)))
                    .startsWith("HTTP/1.1 400 ")
                    .containsOnlyOnce("HTTP/1.1")
                    .containsIgnoringCase("\r\nconnection: close\r\n")
                    .contains("\r\n\r\n{\"kind\":\"Status\"")
                    .contains("this port speaks HTTPS");
        }
    }

    @Test
    void plainHttpIsAnsweredHoweverMuchFollows() throws Exception {
        byte[] much = new byte[4 << 20];
        Arrays.fill(much, (byte) 'P');
        try (Socket socket = new Socket("localhost", rig.port())) {
            assertThat(answerToPlain(socket, much)).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void plainHttpThatDoesNotHangUpIsClosedWhenAHandshakesTimeIsOver() throws Exception {
        try (Socket socket = new Socket("localhost", rig.port())) {
            byte[] request = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            assertThat(answerToPlain(socket, request)).startsWith("HTTP/1.1 400 ");

            await().atMost(Duration.ofSeconds(30)).until(() -> isBroken(socket));
        }
    }

    private static boolean isBroken(Socket socket) {
        try {
            socket.getOutputStream().write('x');
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static String answerToPlain(Socket socket, byte[] request) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(request);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void whatIsNeitherTlsNorHttpIsClosedWithoutAWord() throws Exception {
        try (Socket socket = new Socket("localhost", rig.port())) {
            assertThat(answerToPlain(socket, new byte[] {'s', 's', 'h', 0, 1, 2, 3}))
                    .isEmpty();
        }
    }
}
