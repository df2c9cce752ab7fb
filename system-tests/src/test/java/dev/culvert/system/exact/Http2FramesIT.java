package dev.culvert.system.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.clusters.echo.Recording;
import dev.culvert.clusters.echo.Script;
import dev.culvert.clusters.echo.Step;
import dev.culvert.system.rig.EchoRig;
import dev.culvert.system.rig.Target;
import dev.culvert.system.wire.Http2Answer;
import dev.culvert.system.wire.RawHttp2;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 as a hostile or careless caller speaks it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Http2FramesIT {
    private static final String PODS = "/api/v1/namespaces/n/pods";
    private static final int CANCEL = 8;
    private static final int ENABLE_CONNECT_PROTOCOL = 8;

    private final EchoRig rig = EchoRig.start();
    private final Target target = rig.target();

    @AfterAll
    void stop() {
        rig.close();
    }

    @AfterEach
    void othersAreServed() {
        try (RawHttp2 connection = RawHttp2.open(target)) {
            Http2Answer answer = connection.answer(connection.request(connection.head("GET", "/version")));
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            assertThat(answer.text()).contains("Fallback");
        }
        assertThat(rig.last().requestLine()).isEqualTo("GET /version HTTP/1.1");
    }

    @Test
    void theTargetAndTheLinesArriveAsOverHttp1() {
        String path = "/api/v1/a%2Fb%3Fc//d/./?x=1;y=2&z=%zz&a+b=%20";
        try (RawHttp2 connection = RawHttp2.open(target)) {
            List<String> head = connection.head("GET", path);
            head.addAll(List.of("x-b: 2", "x-a: 1", "x-b: 1", "cookie: a=1", "cookie: b=2", "te: trailers"));
            assertThat(connection.answer(connection.request(head)).status()).isEqualTo(200);
        }
        assertThat(rig.last().requestLine()).isEqualTo("GET " + path + " HTTP/1.1");
        assertThat(rig.last().headerLines())
                .containsExactly(
                        "Host: " + rig.upstreamAuthority(),
                        "Connection: close",
                        "x-b: 2",
                        "x-a: 1",
                        "x-b: 1",
                        "Authorization: Bearer " + EchoRig.AGENT_CREDENTIAL);
    }

    @Test
    void extendedConnectIsNotOffered() {
        try (RawHttp2 connection = RawHttp2.open(target)) {
            assertThat(connection.settings()).isNotEmpty().doesNotContainKey(ENABLE_CONNECT_PROTOCOL);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connection: keep-alive",
                "connection: impersonate-user",
                "transfer-encoding: chunked",
                "keep-alive: 5",
                "proxy-connection: keep-alive",
                "upgrade: websocket",
                "upgrade: SPDY/3.1",
                "te: gzip",
                "host: evil.example",
                "X-Upper: case",
                "x-cr: a\rb",
                "x-lf: a\nImpersonate-User: root",
                "x-crlf: a\r\nImpersonate-User: root",
                "x-nul: a\u0000b",
                "x\ny: a",
                "x y: a",
                "x\u0000y: a",
                "x:y: a",
                ": a",
                ":unknown: a",
                ":path: /clusters/other/api",
                ":status: 200",
                "content-length: 5",
                "content-length: -1",
                "content-length: 0\r\n",
                "authorization: Bearer another"
            })
    void whatAnHttp1HeadCouldNotHoldIsRefused(String line) {
        refused("GET", PODS, List.of(line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/a b", "/a\r\nX: y", "/a\nb", "/a\u0000b", "/a\u007fb", "/a HTTP/1.1\r\nX: y\r\n\r\nGET /b"})
    void aTargetThatCouldSplitARequestIsRefused(String path) {
        refused("GET", path, List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"G T", "GET / HTTP/1.1\r\nX: y\r\n\r\nGET", "G\u0000T", "", "CONNECT", "TRACE"})
    void aMethodThatIsNoneIsRefused(String method) {
        refused(method, PODS, List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "impersonate-user: root",
                "impersonate-group: system:masters",
                "impersonate-uid: 1",
                "impersonate-extra-scopes: all",
                "impersonate_user: root",
                "impersonate-something-new: x",
                "Impersonate-User: root",
                " impersonate-user: root"
            })
    void anIdentityOfTheCallersOwnMakingNeverGetsThere(String line) {
        refused("GET", PODS, List.of(line));
    }

    private void refused(String method, String path, List<String> lines) {
        int before = rig.connections();
        try (RawHttp2 connection = RawHttp2.open(target)) {
            List<String> head = connection.head(method, path);
            head.addAll(lines);
            Http2Answer answer = connection.answer(connection.request(head));
            assertThat(answer.refused()).as(answer.toString()).isTrue();
        }
        othersAreServed();
        assertThat(rig.connections()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "abcdefg"})
    void aBodyThatIsNotAsLongAsItSaysNeverArrivesWhole(String body) {
        int before = rig.connections();
        try (RawHttp2 connection = RawHttp2.open(target)) {
            List<String> head = connection.head("POST", PODS);
            head.add("content-length: 5");
            int stream = connection.request(head, 0);
            connection.send(RawHttp2.DATA, RawHttp2.END_STREAM, stream, body.getBytes(StandardCharsets.US_ASCII));
            Http2Answer answer = connection.answer(stream);
            assertThat(answer.refused()).as(answer.toString()).isTrue();
        }
        for (int i = before; i < rig.connections(); i++) {
            Recording arrived = rig.recording(i);
            await().until(arrived::closed);
            assertThat(arrived.failure()).as(arrived.text()).isPresent();
        }
    }

    @Test
    void trailersAreNotMergedIntoTheHeaders() {
        try (RawHttp2 connection = RawHttp2.open(target)) {
            int stream = connection.request(connection.head("POST", PODS), 0);
            connection.send(RawHttp2.DATA, 0, stream, "{}".getBytes(StandardCharsets.US_ASCII));
            connection.send(
                    RawHttp2.HEADERS,
                    RawHttp2.END_STREAM | RawHttp2.END_HEADERS,
                    stream,
                    RawHttp2.block(List.of("impersonate-user: root")));
            connection.answer(stream);
        }
        assertThat(rig.last().text()).doesNotContainIgnoringCase("impersonate");
    }

    /** A head that never ends, in frames that are small each. */
    @Test
    void endlessContinuationsEndTheConnection() {
        try (RawHttp2 connection = RawHttp2.open(target)) {
            byte[] piece = RawHttp2.block(List.of("x-more: " + "y".repeat(1_000)));
            connection.send(RawHttp2.HEADERS, 0, 1, RawHttp2.block(connection.head("GET", PODS)));
            for (int i = 0; i < 5_000; i++) {
                connection.send(RawHttp2.CONTINUATION, 0, 1, piece);
            }
            connection.awaitClose();
        }
    }

    /** Informers that start and stop do this. */
    @Test
    void hundredsOfWatchesAreCancelledAtOnceAndTheConnectionGoesOn() {
        int watches = 300;
        int before = rig.connections();
        for (int i = 0; i < watches; i++) {
            rig.next(Script.of(
                    Step.readHead(),
                    Step.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
                    Step.readToEnd()));
        }
        try (RawHttp2 connection = RawHttp2.open(target)) {
            List<Integer> streams = new ArrayList<>();
            for (int i = 0; i < watches; i++) {
                streams.add(connection.request(connection.head("GET", PODS + "?watch=true&number=" + i)));
            }
            assertThat(streams)
                    .allSatisfy(stream -> assertThat(connection.status(stream)).isEqualTo(200));
            streams.forEach(stream -> connection.send(
                    RawHttp2.RST_STREAM,
                    0,
                    stream,
                    ByteBuffer.allocate(4).putInt(CANCEL).array()));
            await("every watch has ended at the API server")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> IntStream.range(before, before + watches)
                            .allMatch(i -> rig.recording(i).closed()));
            assertThat(connection
                            .answer(connection.request(connection.head("GET", "/version")))
                            .status())
                    .isEqualTo(200);
        }
    }
}
