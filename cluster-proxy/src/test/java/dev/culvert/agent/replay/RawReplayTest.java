package dev.culvert.agent.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.failure.ResetCode;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ordinary requests and upgrades, byte for byte, against a server that speaks HTTP/1.1 alone. */
class RawReplayTest {
    private final TestAuthority authority = new TestAuthority();
    private final BlockingQueue<String> seen = new ArrayBlockingQueue<>(100);
    private final CountDownLatch go = new CountDownLatch(1);
    private RawServer server;
    private Tunnel tunnel;

    private void serve(RawServer.Script script) throws Exception {
        server = new RawServer(authority, script);
        ApiAccess access = Access.to(server.port(), authority);
        tunnel = new Tunnel(() -> access);
    }

    @AfterEach
    void stop() throws Exception {
        if (tunnel != null) {
            tunnel.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private String seen() throws Exception {
        String next = seen.poll(20, TimeUnit.SECONDS);
        assertThat(next)
                .as("nothing arrived; server failures: %s", server.failures)
                .isNotNull();
        return next;
    }

    @Test
    void targetAndHeadersArriveByteForByteInOrderAndMultiplicityWithTheAgentsOwnCredentialLast() throws Exception {
        serve(connection -> {
            seen.add(connection.readHead());
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        String target = "/api/v1/namespaces/n/services/s:80/proxy/a%2Fb%3Fc//d/../e?x=1;y=2&z=%zz&a+b=%20&n=\u00e9";

        Call call = tunnel.get(
                target,
                new Header("X-Stream-Protocol-Version", "v4.channel.k8s.io"),
                new Header("x-STREAM-protocol-version", "v3.channel.k8s.io"),
                new Header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"),
                new Header("Impersonate-User", "zo\u00eb"),
                new Header("Expect", "100-continue"),
                new Header("authorization", "Bearer somebody-elses"),
                new Header("Host", "elsewhere.example"),
                new Header("X-Remote-User", "system:admin"),
                new Header("HTTP2-Settings", "AAMAAABk"),
                new Header("TE", "trailers"));

        assertThat(seen())
                .isEqualTo("GET " + target + " HTTP/1.1\r\n"
                        + "Host: 127.0.0.1:" + server.port() + "\r\n"
                        + "Connection: close\r\n"
                        + "X-Stream-Protocol-Version: v4.channel.k8s.io\r\n"
                        + "x-STREAM-protocol-version: v3.channel.k8s.io\r\n"
                        + "Accept: application/json;as=Table;v=v1;g=meta.k8s.io\r\n"
                        + "Impersonate-User: zo\u00eb\r\n"
                        + "Authorization: Bearer " + Access.TOKEN + "\r\n\r\n");
        assertThat(call.wholeBody()).isEmpty();
    }

    @Test
    void aBodyOfUnknownLengthIsChunkedAndOneOfKnownLengthIsNot() throws Exception {
        serve(connection -> {
            String head = connection.readHead();
            seen.add(head);
            seen.add(head.contains("chunked") ? connection.readUntil("\r\n0\r\n\r\n") : connection.read(10));
            connection.write("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok");
        });

        Call chunked = tunnel.post("/a").write("hello").write(" world").end();
        assertThat(chunked.wholeBody()).isEqualTo("ok");
        assertThat(seen()).contains("Transfer-Encoding: chunked").doesNotContain("Content-Length");
        // Where the pieces are cut is nobody's promise.
        assertThat(seen()).matches("(?s)[0-9a-f]+\r\nhello.*world\r\n0\r\n\r\n");

        Call known = tunnel.post("/b", new Header("Content-Length", "10"))
                .write("hello")
                .write("world")
                .end();
        assertThat(known.wholeBody()).isEqualTo("ok");
        assertThat(seen()).contains("Content-Length: 10").doesNotContain("Transfer-Encoding");
        assertThat(seen()).isEqualTo("helloworld");
    }

    @Test
    void headAndEachPieceOfTheBodyAreRelayedAtOnceAndACleanEndIsClean() throws Exception {
        serve(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 100 Continue\r\n\r\n");
            connection.write(String.join(
                    "\r\n",
                    "HTTP/1.1 200 OK",
                    "X-A: 1",
                    "x-a: 2",
                    "Connection: x-hop",
                    "X-Hop: 1",
                    "Transfer-Encoding: chunked",
                    "",
                    ""));
            go.await();
            connection.write("5\r\nhalf \r\n");
            seen.add("sent");
            connection.in.read();
        });
        Call call = tunnel.get("/watch");

        assertThat(call.head().status()).isEqualTo(200);
        assertThat(call.head().headers())
                .extracting(h -> h.name() + "=" + h.value())
                .containsExactly("X-A=1", "x-a=2");
        assertThat(call.received()).isEmpty();
        go.countDown();
        await().untilAsserted(() -> assertThat(call.received()).isEqualTo("half "));
        assertThat(call.hasEnded()).isFalse();
    }

    @Test
    void truncatedResponsesAreBrokenAndNeverClean() throws Exception {
        String[] truncated = {
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf",
            "HTTP/1.1 200 OK\r\nContent-Le",
            "",
        };
        BlockingQueue<String> answers = new ArrayBlockingQueue<>(10);
        serve(connection -> {
            connection.readHead();
            connection.write(answers.take());
        });
        for (String answer : truncated) {
            answers.add(answer);
            assertThat(tunnel.get("/x").reset()).as(answer).isEqualTo(ResetCode.UPSTREAM_BROKEN);
        }
    }

    @Test
    void aBodyWithoutALengthEndsWithItsConnection() throws Exception {
        serve(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\n\r\nall of it");
        });
        assertThat(tunnel.get("/x").wholeBody()).isEqualTo("all of it");
    }

    @Test
    void aResetConnectionIsBrokenEvenWhereTheBodyHasNoLength() throws Exception {
        serve(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\n\r\nsome of it");
            go.await();
            connection.abort();
        });
        Call call = tunnel.get("/x");
        await().untilAsserted(() -> assertThat(call.received()).isEqualTo("some of it"));
        go.countDown();
        assertThat(call.reset()).isEqualTo(ResetCode.UPSTREAM_BROKEN);
    }

    @Test
    void answersWithoutABodyHaveNone() throws Exception {
        BlockingQueue<String> answers = new ArrayBlockingQueue<>(10);
        serve(connection -> {
            connection.readHead();
            connection.write(answers.take());
            connection.in.read();
        });
        answers.add("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
        Call head = tunnel.call("HEAD", "/healthz", false, "");
        assertThat(head.wholeBody()).isEmpty();
        assertThat(head.head().headers()).extracting(Header::value).contains("1234");
        answers.add("HTTP/1.1 304 Not Modified\r\nEtag: x\r\n\r\n");
        assertThat(tunnel.get("/apis").wholeBody()).isEmpty();
    }

    @Test
    void anEarlyAnswerIsRelayedWhileTheBodyIsStillBeingSent() throws Exception {
        serve(connection -> {
            connection.readHead();
            connection.read(8);
            connection.write("HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nlarge");
            seen.add(connection.readToEnd());
        });
        Call call = tunnel.post("/x", new Header("Content-Length", "10000000")).write("12345678");

        assertThat(call.head().status()).isEqualTo(413);
        assertThat(call.wholeBody()).isEqualTo("large");
    }

    @Test
    void postAndGetAreUpgradedWithTheirOwnMethodAndBytesBehindThe101AreKept() throws Exception {
        serve(connection -> {
            seen.add(connection.readHead());
            connection.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n"
                    + "X-Stream-Protocol-Version: v4.channel.k8s.io\r\n\r\nfirst bytes");
            seen.add(connection.read(5));
            connection.write(" and more");
        });
        for (String method : new String[] {"POST", "GET"}) {
            Call call =
                    tunnel.upgrade(method, "SPDY/3.1", new Header("X-Stream-Protocol-Version", "v4.channel.k8s.io"));
            call.write("early");
            assertThat(call.head().isSwitched()).isTrue();
            assertThat(call.head().headers())
                    .containsExactly(
                            new Header("Upgrade", "SPDY/3.1"),
                            new Header("X-Stream-Protocol-Version", "v4.channel.k8s.io"));
            assertThat(call.wholeBody()).isEqualTo("first bytes and more");
            assertThat(seen())
                    .startsWith(method + " /exec HTTP/1.1\r\n")
                    .contains("\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n")
                    .doesNotContain("Transfer-Encoding");
            assertThat(seen()).isEqualTo("early");
            call.end();
        }
        await().untilAsserted(() -> assertThat(tunnel.openStreams()).isZero());
    }

    @Test
    void anUpgradedConnectionThatIsCutOffIsBroken() throws Exception {
        serve(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\ntail");
            go.await();
            connection.abort();
        });
        Call call = tunnel.upgrade("GET", "websocket");
        await().untilAsserted(() -> assertThat(call.received()).isEqualTo("tail"));
        go.countDown();
        assertThat(call.reset()).isEqualTo(ResetCode.UPSTREAM_BROKEN);
    }

    @Test
    void allBytesBeforeTheEndArriveAlsoWhereTheReaderWasSlow() throws Exception {
        String piece = "x".repeat(64 * 1024);
        serve(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
            go.await();
            for (int i = 0; i < 640; i++) {
                connection.write(piece);
            }
            seen.add("all written");
        });
        Call call = tunnel.upgrade("GET", "websocket").pause();
        assertThat(call.head().isSwitched()).isTrue();
        go.countDown();
        // Far more than all windows together: the server cannot get rid of it before the reader reads.
        assertThat(seen.poll(1, TimeUnit.SECONDS)).isNull();
        assertThat(call.receivedBytes()).isLessThan(300 * 1024);
        call.resume();
        assertThat(call.wholeBody()).hasSize(640 * 64 * 1024);
    }

    @Test
    void aRefusedUpgradeIsRelayedWithItsBodyAndNothingMoreReachesTheServer() throws Exception {
        String status = "{\"kind\":\"Status\",\"code\":403}";
        serve(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nContent-Length: "
                    + status.length() + "\r\n\r\n");
            seen.add("answered");
            go.await();
            connection.write(status);
            seen.add(connection.readToEnd());
        });
        Call call = tunnel.upgrade("POST", "SPDY/3.1");
        assertThat(call.head().status()).isEqualTo(403);
        assertThat(seen()).isEqualTo("answered");
        call.write("GET /api/v1/secrets HTTP/1.1\r\nHost: x\r\n\r\n");
        go.countDown();
        assertThat(call.wholeBody()).isEqualTo(status);
        assertThat(seen()).isEmpty();
        call.end();
        await().untilAsserted(() -> assertThat(tunnel.openStreams()).isZero());
    }

    @Test
    void aRedirectInAnswerToAnUpgradeIsNotRelayedAndAnOrdinaryAnswerIs() throws Exception {
        BlockingQueue<String> answers = new ArrayBlockingQueue<>(10);
        serve(connection -> {
            connection.readHead();
            connection.write(answers.take());
        });
        answers.add("HTTP/1.1 302 Found\r\nLocation: https://169.254.169.254/\r\nContent-Length: 0\r\n\r\n");
        assertThat(tunnel.upgrade("GET", "websocket").reset()).isEqualTo(ResetCode.UPSTREAM_INVALID);
        answers.add("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        Call plain = tunnel.upgrade("POST", "SPDY/3.1");
        assertThat(plain.head().status()).isEqualTo(200);
        assertThat(plain.wholeBody()).isEqualTo("ok");
        plain.end();
        answers.add("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
        assertThat(tunnel.get("/not-an-upgrade").reset()).isEqualTo(ResetCode.UPSTREAM_INVALID);
    }

    @Test
    void aRedirectOfAnOrdinaryRequestIsRelayedAndNotFollowed() throws Exception {
        serve(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 301 Moved Permanently\r\nLocation: /elsewhere/\r\nContent-Length: 0\r\n\r\n");
        });
        Call call = tunnel.get("/x");
        assertThat(call.wholeBody()).isEmpty();
        assertThat(call.head().status()).isEqualTo(301);
        // One connection to find out that there is no HTTP/2, one for the request.
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void aCallerThatGoesAwayTakesItsConnectionWithIt() throws Exception {
        serve(connection -> {
            seen.add(connection.readHead());
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            connection.readToEnd();
            seen.add("closed");
        });
        Call call = tunnel.get("/watch");
        call.head();
        seen();
        call.cancel();
        assertThat(seen()).isEqualTo("closed");
        await().untilAsserted(() -> assertThat(tunnel.openStreams()).isZero());
    }

    @Test
    void malformedRequestsNeverReachTheServer() throws Exception {
        serve(connection -> seen.add(connection.readHead()));
        Call[] malformed = {
            tunnel.get("http://evil/"),
            tunnel.get("/a b"),
            tunnel.get("/a\r\nX: y"),
            tunnel.get("*"),
            tunnel.get(""),
            tunnel.call("GET /x", "/y", false, ""),
            tunnel.call("CONNECT", "/y", false, ""),
            tunnel.get("/x", new Header("a b", "c")),
            tunnel.get("/x", new Header("a", "c\r\nd: e")),
            tunnel.get("/x", new Header("a", "c\0")),
            tunnel.post("/x", new Header("Transfer-Encoding", "chunked")),
            tunnel.post("/x", new Header("Content-Length", "1"), new Header("content-length", "1")),
            tunnel.post("/x", new Header("Content-Length", "+1")),
            tunnel.get("/x", new Header("Content-Length", "5")),
            tunnel.upgrade("PUT", "websocket"),
            tunnel.upgrade("GET", "h2c"),
        };
        for (Call call : malformed) {
            assertThat(call.reset()).isEqualTo(ResetCode.MALFORMED);
        }
        assertThat(server.connections()).isZero();
    }

    @Test
    void aServerThatCannotBeReachedOrTrustedIsUnreachable() throws Exception {
        serve(connection -> seen.add(connection.readHead()));
        ApiAccess untrusted = Access.to(server.port(), new TestAuthority());
        try (Tunnel other = new Tunnel(() -> untrusted)) {
            assertThat(other.get("/x").reset()).isEqualTo(ResetCode.UPSTREAM_UNREACHABLE);
            assertThat(other.upgrade("GET", "websocket").reset()).isEqualTo(ResetCode.UPSTREAM_UNREACHABLE);
        }
        assertThat(seen).isEmpty();
        int port = server.port();
        server.close();
        ApiAccess gone = Access.to(port, authority);
        try (Tunnel other = new Tunnel(() -> gone)) {
            assertThat(other.post("/x").write("x").end().reset()).isEqualTo(ResetCode.UPSTREAM_UNREACHABLE);
        }
    }
}
