package dev.culvert.system.exact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.clusters.echo.Script;
import dev.culvert.clusters.echo.Step;
import dev.culvert.system.rig.EchoRig;
import dev.culvert.system.rig.Target;
import dev.culvert.system.wire.BodyEnd;
import dev.culvert.system.wire.RawBody;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import dev.culvert.system.wire.RawResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the caller gets of an answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AnswerIT {
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final EchoRig rig = EchoRig.start();
    private final Target target = rig.target();

    @AfterAll
    void stop() {
        rig.close();
    }

    @Test
    void linesKeepOrderMultiplicityAndBytesAndNoneIsAdded() {
        RawResponse answer = answerTo(
                "/version",
                "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3\r\nWarning: 299 - \"a\"\r\nX-b: \u00c3\u00a9\r\n"
                        + "Warning: 299 - \"b\"\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\n"
                        + "X-Kubernetes-PF-FlowSchema-UID: f\r\nAudit-Id: i\r\nServer: s\r\nConnection: close, X-Hop\r\n"
                        + "X-Hop: 1\r\nKeep-Alive: 4\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 4\r\n\r\n\u001f\u008b\u0000x");
        assertThat(answer.head().statusLine()).isEqualTo("HTTP/1.1 429 Too Many Requests");
        assertThat(answer.head().lines())
                .containsExactly(
                        "Retry-After: 3",
                        "Warning: 299 - \"a\"",
                        "X-b: \u00c3\u00a9",
                        "Warning: 299 - \"b\"",
                        "Content-Type: text/plain",
                        "Content-Encoding: gzip",
                        "X-Kubernetes-PF-FlowSchema-UID: f",
                        "Audit-Id: i",
                        "Server: s",
                        "Content-Length: 4");
        assertThat(answer.body()).containsExactly(0x1f, 0x8b, 0, 'x');
    }

    @Test
    void theHeadComesBeforeAnyByteOfTheBodyAndHalfALineAtOnce() {
        CountDownLatch headSeen = new CountDownLatch(1);
        CountDownLatch halfSeen = new CountDownLatch(1);
        rig.next(Script.of(
                Step.readRequest(),
                Step.send(CHUNKED),
                Step.await(headSeen),
                Step.send("5\r\n{\"typ\r\n"),
                Step.await(halfSeen),
                Step.send("4\r\ne\":1\r\n0\r\n\r\n")));
        try (RawConnection connection = RawConnection.open(target)) {
            RawBody body =
                    connection.send(RawRequest.get("/api/v1/pods?watch=true")).begin();
            assertThat(body.head().status()).isEqualTo(200);
            headSeen.countDown();
            assertThat(body.readUntil("{\"typ")).isEqualTo("{\"typ");
            halfSeen.countDown();
            assertThat(body.readUntil("}")).isEqualTo("e\":1");
            assertThat(body.end()).isEqualTo(BodyEnd.LAST_CHUNK);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf.",
                CHUNKED + "5\r\nhalf.\r\n",
                CHUNKED + "a\r\nhalf."
            })
    void aTruncatedBodyIsBrokenAndNothingIsPutBehindIt(String text) {
        rig.next(Script.of(Step.readRequest(), Step.send(text), Step.cut()));
        RawResponse answer = RawConnection.exchange(target, RawRequest.get("/version"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat("half.").startsWith(answer.text());
        assertThat(answer.end()).isEqualTo(BodyEnd.BROKEN);
    }

    @Test
    void trailersAreNotMergedIntoTheHeaders() {
        RawResponse answer = answerTo(
                "/version",
                "HTTP/1.1 200 OK\r\nTrailer: X-A\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-A: b\r\n\r\n");
        assertThat(answer.text()).isEqualTo("ok");
        assertThat(answer.first("x-a")).isEmpty();
        assertThat(answer.first("trailer")).isEmpty();
        assertThat(answer.end()).isEqualTo(BodyEnd.LAST_CHUNK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\nVary: Accept\r\n\r\n",
                "HTTP/1.1 204 No Content\r\nETag: \"e\"\r\nVary: Accept\r\n\r\n"
            })
    void anAnswerWithoutABodyGetsNoLength(String text) {
        RawResponse answer = answerTo("/apis", text);
        assertThat(answer.head().lines()).containsExactly("ETag: \"e\"", "Vary: Accept");
        assertThat(text).startsWith(answer.head().statusLine());
    }

    @Test
    void whatIsNoStatusObjectStaysWhatItIs() {
        for (String text : List.of(
                "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\naway",
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\n<ht>",
                "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n")) {
            RawResponse answer = answerTo("/apis/metrics.k8s.io/v1beta1", text);
            String raw = answer.head().statusLine() + "\r\n"
                    + String.join("\r\n", answer.head().lines()) + "\r\n\r\n"
                    + new String(answer.body(), StandardCharsets.ISO_8859_1);
            assertThat(raw).isEqualTo(text);
        }
    }

    @Test
    void theAgentsOwn401IsNotTheCallers() {
        RawResponse answer = answerTo(
                "/version",
                "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(answer.isStatusObject(500)).as(answer.toString()).isTrue();
        assertThat(answer.first("www-authenticate")).isEmpty();
    }

    @Test
    void anEarlyAnswerComesWhileTheBodyIsStillSent() {
        rig.next(Script.of(
                Step.readHead(),
                Step.readBytes(1_000),
                Step.send("HTTP/1.1 413 Request Entity Too Large\r\nContent-Length: 3\r\n\r\nbig")));
        try (RawConnection connection = RawConnection.open(target)) {
            connection.send(new RawRequest("POST", "/api/v1/namespaces/n/configmaps", List.of(), new byte[0])
                    .header("Content-Length: 10000000"));
            connection.send(new byte[1_000]);
            RawResponse answer = connection.read();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.text()).isEqualTo("big");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/latest", "//evil.example/", "https://evil.example/x"})
    void redirectsToElsewhereAreNeitherFollowedNorRelayed(String location) {
        int before = rig.connections();
        RawResponse answer = answerTo(
                "/apis/aggregated.example/v1",
                "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
        assertThat(answer.isStatusObject(500)).as(answer.toString()).isTrue();
        assertThat(answer.first("location")).isEmpty();
        assertThat(rig.connections()).isEqualTo(before + 1);
    }

    @Test
    void redirectsOfProxiedServicesStayInTheClustersPath() {
        String path = "/api/v1/namespaces/n/services/web/proxy";
        RawResponse answer = answerTo(
                path, "HTTP/1.1 301 Moved Permanently\r\nLocation: " + path + "/\r\nContent-Length: 0\r\n\r\n");
        assertThat(answer.all("location")).containsExactly(target.prefix() + path + "/");
    }

    private RawResponse answerTo(String path, String text) {
        rig.next(Script.reply(text));
        return RawConnection.exchange(target, RawRequest.get(path));
    }
}
