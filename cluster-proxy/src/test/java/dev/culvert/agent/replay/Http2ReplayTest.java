package dev.culvert.agent.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ordinary requests against a real HTTP/2 server with the API server's limit of 250 streams. */
class Http2ReplayTest {
    private static final int BULK = 6 * 1024 * 1024;

    private final TestAuthority authority = new TestAuthority();
    private final BlockingQueue<HttpServerRequest> requests = new LinkedBlockingQueue<>();
    private final List<HttpConnection> connections = new CopyOnWriteArrayList<>();
    private Tunnel tunnel;

    private void serve(Handler<HttpServerRequest> handler) throws Exception {
        ApiAccess[] access = new ApiAccess[1];
        tunnel = new Tunnel(() -> access[0]);
        HttpServer server = Http2Servers.create(tunnel.vertx, authority, 250);
        server.connectionHandler(connections::add);
        server.requestHandler(handler);
        Tunnel.await(server.listen());
        access[0] = Access.to(server.actualPort(), authority);
    }

    private HttpServerRequest next() throws Exception {
        HttpServerRequest request = requests.poll(20, TimeUnit.SECONDS);
        assertThat(request).as("no request arrived").isNotNull();
        return request;
    }

    @AfterEach
    void stop() throws Exception {
        tunnel.close();
    }

    @Test
    void requestsGoOverHttp2WithLowerCaseNamesAndTheAgentsOwnCredential() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        serve(request -> {
            request.headers().forEach((name, value) -> lines.add(name + "=" + value));
            request.body().onSuccess(body -> request.response()
                    .putHeader("x-seen", request.version() + " " + request.uri())
                    .end(body));
        });
        String target = "/a%2Fb//c?x=1;y&z=%zz";
        Call call = tunnel.post(
                        target,
                        new Header("X-Group", "b"),
                        new Header("X-Group", "a"),
                        new Header("Authorization", "Bearer somebody-elses"),
                        new Header("Connection", "x-group"))
                .write("body")
                .end();

        assertThat(call.wholeBody()).isEqualTo("body");
        assertThat(call.head().headers()).extracting(Header::value).contains("HTTP_2 " + target);
        assertThat(lines)
                .filteredOn(line -> !line.startsWith(":"))
                .containsExactly("x-group=b", "x-group=a", "authorization=Bearer " + Access.TOKEN);
        assertThat(lines).noneMatch(line -> line.startsWith("transfer-encoding"));
    }

    @Test
    void aGetHasNoBodyAndNoInventedLength() throws Exception {
        serve(request -> request.response().end(request.headers().names().toString() + request.isEnded()));
        assertThat(tunnel.get("/version").wholeBody()).doesNotContain("content-length", "transfer-encoding");
    }

    @Test
    void aWatchsHeadAndEventsArriveAtOnceAndItsCancellationReachesTheServer() throws Exception {
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        serve(request -> {
            request.response().exceptionHandler(failure -> ends.add("reset"));
            request.response().setChunked(true).writeHead();
            requests.add(request);
        });
        Call call = tunnel.get("/watch");
        assertThat(call.head().status()).isEqualTo(200);
        next().response().write("{\"half\":");
        await().untilAsserted(() -> assertThat(call.received()).isEqualTo("{\"half\":"));
        call.cancel();
        assertThat(ends.poll(20, TimeUnit.SECONDS)).isEqualTo("reset");
        assertThat(connections).hasSize(1);
        await().untilAsserted(() -> assertThat(tunnel.openStreams()).isZero());
    }

    @Test
    void moreStreamsThanOneConnectionHoldsGoOverMoreConnections() throws Exception {
        serve(request -> {
            request.response().setChunked(true).write("x");
            requests.add(request);
        });
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            calls.add(tunnel.get("/watch/" + i));
        }
        for (Call call : calls) {
            assertThat(call.head().status()).isEqualTo(200);
        }
        assertThat(connections).hasSize(3);
        assertThat(requests).hasSize(600);
        calls.forEach(Call::cancel);
        await().untilAsserted(() -> assertThat(tunnel.openStreams()).isZero());
        assertThat(tunnel.get("/again").head().status()).isEqualTo(200);
        assertThat(connections).hasSize(3);
    }

    @Test
    void whatRunsWhenTheServerLeavesAConnectionFinishesAndNewRequestsGoOverANewOne() throws Exception {
        serve(request -> {
            request.response().setChunked(true).write("a");
            requests.add(request);
        });
        Call running = tunnel.get("/1");
        await().untilAsserted(() -> assertThat(running.received()).isEqualTo("a"));
        HttpServerRequest first = next();
        goAway(first, 1);
        // The going away must have been seen: until then a request may still take the old connection.
        await().untilAsserted(() -> {
            tunnel.get("/probe").cancel();
            assertThat(connections).hasSize(2);
        });
        first.response().end("b");
        assertThat(running.wholeBody()).isEqualTo("ab");
        assertThat(running.head().headers()).noneMatch(header -> header.is("connection"));
    }

    @Test
    void aRequestThatAGoAwayDoesNotCoverIsSentAgain() throws Exception {
        serve(request -> {
            if (request.connection() != connections.get(0)) {
                request.response().end("from the new connection");
            }
            requests.add(request);
        });
        Call covered = tunnel.get("/1");
        HttpServerRequest first = next();
        Call uncovered = tunnel.get("/2");
        next();
        Call withBody = tunnel.post("/3").write("x");
        next();
        goAway(first, (int) first.streamId());
        assertThat(uncovered.wholeBody()).isEqualTo("from the new connection");
        assertThat(withBody.reset()).isEqualTo(ResetCode.REFUSED);
        first.response().end("still from the old one");
        assertThat(covered.wholeBody()).isEqualTo("still from the old one");
        assertThat(connections).hasSize(2);
    }

    @Test
    void theOnlyRequestOfAConnectionIsSentAgainWhereAGoAwayDoesNotCoverIt() throws Exception {
        serve(request -> {
            if (request.connection() != connections.get(0)) {
                request.response().end("from the new connection");
            }
            requests.add(request);
        });
        Call call = tunnel.get("/1");
        goAway(next(), 0);
        assertThat(call.wholeBody()).isEqualTo("from the new connection");
        assertThat(next().path()).isEqualTo("/1");
        assertThat(requests).isEmpty();
    }

    @Test
    void aBodyThatIsResetIsBroken() throws Exception {
        serve(request -> {
            request.response().setChunked(true).write("half");
            requests.add(request);
        });
        Call call = tunnel.get("/1");
        await().untilAsserted(() -> assertThat(call.received()).isEqualTo("half"));
        next().response().reset(2);
        assertThat(call.reset()).isEqualTo(ResetCode.UPSTREAM_BROKEN);

        Call cut = tunnel.get("/2");
        await().untilAsserted(() -> assertThat(cut.received()).isEqualTo("half"));
        next().connection().close();
        assertThat(cut.reset()).isEqualTo(ResetCode.UPSTREAM_BROKEN);
        assertThat(tunnel.get("/3").head().status()).isEqualTo(200);
    }

    @Test
    void aRefusedStreamIsTriedAgainWhereItHasNoBodyAndIsRefusedWhereItHas() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        serve(request -> {
            if (request.path().equals("/body") || refused.getAndIncrement() < 2) {
                request.response().reset(7);
            } else {
                request.response().end("at last");
            }
        });
        assertThat(tunnel.get("/x").wholeBody()).isEqualTo("at last");
        assertThat(refused.get()).isEqualTo(3);
        assertThat(tunnel.post("/body").write("x").reset()).isEqualTo(ResetCode.REFUSED);
    }

    @Test
    void aRequestThatMayHaveBeenExecutedIsNeverSentTwice() throws Exception {
        AtomicInteger arrived = new AtomicInteger();
        serve(request -> {
            arrived.incrementAndGet();
            request.connection().close();
        });
        assertThat(tunnel.get("/x").reset()).isEqualTo(ResetCode.UPSTREAM_BROKEN);
        assertThat(arrived.get()).isEqualTo(1);
    }

    @Test
    void anEarlyAnswerIsRelayedWholeWhileTheBodyIsStillBeingSent() throws Exception {
        serve(request -> request.handler(bytes -> {
            if (!request.response().ended()) {
                request.response().setStatusCode(413).end("too large");
            }
        }));
        Call call = tunnel.post("/x", new Header("Content-Length", "10000000")).write("x".repeat(1000));
        assertThat(call.wholeBody()).isEqualTo("too large");
        assertThat(call.head().status()).isEqualTo(413);
        assertThat(tunnel.post("/y").write("x").end().wholeBody()).isEqualTo("too large");
        assertThat(connections).hasSize(1);
    }

    @Test
    void aReaderThatStandsStillStopsTheServerAndNobodyElse() throws Exception {
        AtomicInteger written = new AtomicInteger();
        serve(request -> {
            if (!request.path().equals("/bulk")) {
                request.response().end("quick");
                return;
            }
            request.response().setChunked(true);
            Buffer piece = Buffer.buffer(new byte[16 * 1024]);
            Runnable[] pump = new Runnable[1];
            pump[0] = () -> {
                while (!request.response().writeQueueFull() && written.get() < BULK) {
                    request.response().write(piece);
                    written.addAndGet(piece.length());
                }
                if (written.get() >= BULK) {
                    request.response().end();
                } else {
                    request.response().drainHandler(drained -> pump[0].run());
                }
            };
            pump[0].run();
        });
        Call bulk = tunnel.get("/bulk").pause();
        bulk.head();
        for (int i = 0; i < 50; i++) {
            assertThat(tunnel.get("/quick").wholeBody()).isEqualTo("quick");
        }
        assertThat(written.get()).isLessThan(2 * 1024 * 1024);
        bulk.resume();
        bulk.wholeBody();
        assertThat(bulk.receivedBytes()).isEqualTo(BULK);
    }

    @Test
    void aServerThatReadsSlowlyStopsTheCaller() throws Exception {
        serve(request -> {
            request.pause();
            requests.add(request);
        });
        Call call = tunnel.post("/upload");
        for (int i = 0; i < 64; i++) {
            call.write(Buffer.buffer(new byte[64 * 1024]));
        }
        HttpServerRequest request = next();
        await().untilAsserted(() -> assertThat(call.isWriteQueueFull()).isTrue());
        AtomicInteger arrived = new AtomicInteger();
        request.handler(bytes -> arrived.addAndGet(bytes.length()));
        request.endHandler(end -> request.response().end("done"));
        request.resume();
        call.end();
        assertThat(call.wholeBody()).isEqualTo("done");
        assertThat(arrived.get()).isEqualTo(64 * 64 * 1024);
    }

    @Test
    void headIsAnsweredWithTheLengthOfWhatGetWouldAnswer() throws Exception {
        serve(request -> {
            assertThat(request.version()).isEqualTo(HttpVersion.HTTP_2);
            request.response().putHeader("content-length", "1234").end();
        });
        Call call = tunnel.call("HEAD", "/x", false, "");
        assertThat(call.wholeBody()).isEmpty();
        assertThat(call.head().headers()).contains(new Header("content-length", "1234"));
    }

    /** Says which streams are covered, which the method that is not deprecated cannot. */
    @SuppressWarnings("deprecation")
    private static void goAway(HttpServerRequest request, int lastStream) {
        request.connection().goAway(0, lastStream);
    }
}
