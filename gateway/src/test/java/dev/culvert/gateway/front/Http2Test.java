package dev.culvert.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.ScriptedCluster;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.RequestHead;
import dev.culvert.tunnel.exchange.ResponseHead;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same over HTTP/2. */
class Http2Test {
    private static GatewayRig rig;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        rig = GatewayRig.start();
        client = rig.vertx()
                .createHttpClient(
                        new HttpClientOptions()
                                .setSsl(true)
                                .setUseAlpn(true)
                                .setProtocolVersion(HttpVersion.HTTP_2)
                                .setTrustOptions(rig.certificate().trust()),
                        new PoolOptions().setHttp2MaxSize(1));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void reset() {
        rig.cluster().answerOk();
    }

    private static Future<HttpClientRequest> request(HttpMethod method, String target) {
        return client.request(new RequestOptions()
                        .setMethod(method)
                        .setHost("localhost")
                        .setPort(rig.port())
                        .setURI(target))
                .map(request -> {
                    request.putHeader("authorization", "Bearer good");
                    return request;
                });
    }

    private static HttpClientResponse get(String target, String... headers) {
        return GatewayRig.await(request(HttpMethod.GET, target).compose(request -> {
            for (int i = 0; i < headers.length; i += 2) {
                request.headers().add(headers[i], headers[i + 1]);
            }
            return request.send();
        }));
    }

    @Test
    void requestReachesTheClusterAsItIs() {
        HttpClientResponse response =
                get("/clusters/c1/a%2Fb//c?x=1;y&z=%zz", "x-b", "2", "x-a", "1", "x-b", "1", "cookie", "c=1");

        assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(200);
        RequestHead head = rig.cluster().nextHead();
        assertThat(head.target()).isEqualTo("/a%2Fb//c?x=1;y&z=%zz");
        assertThat(head.body()).isFalse();
        assertThat(head.headers())
                .containsExactly(new Header("x-b", "2"), new Header("x-a", "1"), new Header("x-b", "1"));
    }

    @Test
    void answerKeepsItsLines() {
        rig.cluster()
                .answer(exchange -> ScriptedCluster.respond(
                        exchange, 403, "no", "Warning", "a", "X-B", "1", "Warning", "b", "Connection", "close"));

        HttpClientResponse response = get("/clusters/c1/api");

        assertThat(response.statusCode()).isEqualTo(403);
        List<String> lines = new ArrayList<>();
        response.headers().forEach((name, value) -> lines.add(name + ": " + value));
        assertThat(lines).containsExactly("warning: a", "x-b: 1", "warning: b", "content-length: 2");
    }

    @Test
    void bodyWithoutALengthIsRelayed() {
        rig.cluster().answer(exchange -> {
            Buffer all = Buffer.buffer();
            exchange.in().endHandler(end -> ScriptedCluster.respond(exchange, 201, all.toString()));
            exchange.in().handler(all::appendBuffer);
        });

        String echoed = GatewayRig.await(request(HttpMethod.POST, "/clusters/c1/api")
                .compose(request -> {
                    request.write(Buffer.buffer("one "));
                    request.end(Buffer.buffer("two"));
                    return request.response();
                })
                .compose(HttpClientResponse::body)
                .map(Buffer::toString));

        assertThat(echoed).isEqualTo("one two");
        assertThat(rig.cluster().nextHead().body()).isTrue();
    }

    @Test
    void headComesBeforeTheBodyAndABreakIsAReset() throws Exception {
        rig.cluster().answer(exchange -> exchange.respond(new ResponseHead(200, List.of())));
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<Throwable> broken = new CompletableFuture<>();
        GatewayRig.await(request(HttpMethod.GET, "/clusters/c1/watch")
                .compose(HttpClientRequest::send)
                .map(response -> {
                    response.exceptionHandler(broken::complete);
                    response.endHandler(end -> broken.complete(new AssertionError("a clean end")));
                    response.handler(bytes -> first.complete(bytes.toString()));
                    return response;
                }));
        Exchange exchange = rig.cluster().next();

        exchange.context().runOnContext(go -> exchange.out().write(Buffer.buffer("event")));
        assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("event");
        exchange.context().runOnContext(go -> exchange.reset(ResetCode.UPSTREAM_BROKEN, "gone"));

        assertThat(broken.get(5, TimeUnit.SECONDS)).hasMessageContaining("reset");
        // Other requests of the connection go on.
        rig.cluster().answerOk();
        assertThat(get("/clusters/c1/api").statusCode()).isEqualTo(200);
    }

    @Test
    void resetByTheCallerCancelsTheExchange() {
        rig.cluster().answer(exchange -> exchange.respond(new ResponseHead(200, List.of())));
        HttpClientRequest request = GatewayRig.await(request(HttpMethod.GET, "/clusters/c1/watch"));
        GatewayRig.await(request.send());
        Exchange exchange = rig.cluster().next();

        request.reset(8);

        await().atMost(Duration.ofSeconds(2)).until(() -> exchange.closed().failed());
    }

    @Test
    void earlyAnswerArrivesWhileTheBodyIsStillSent() {
        rig.cluster().answer(exchange -> ScriptedCluster.respond(exchange, 413, "too large"));
        HttpClientRequest request = GatewayRig.await(request(HttpMethod.POST, "/clusters/c1/api"));
        request.putHeader("content-length", "1000000").write(Buffer.buffer("x".repeat(1000)));

        Buffer body = GatewayRig.await(request.response().compose(response -> {
            assertThat(response.statusCode()).isEqualTo(413);
            return response.body();
        }));

        assertThat(body).hasToString("too large");
    }

    @Test
    void uploadThatTheClusterDoesNotTakeLeavesRoomToOthersOnTheConnection() {
        rig.cluster().answer(exchange -> exchange.in().pause());
        HttpClientRequest stalled = GatewayRig.await(request(HttpMethod.POST, "/clusters/c1/stalled"));
        stalled.setChunked(true).write(Buffer.buffer(new byte[32 << 20]));
        rig.cluster().next();
        rig.cluster().answer(exchange -> {
            exchange.in().endHandler(end -> ScriptedCluster.respond(exchange, 201, "taken"));
            exchange.in().handler(bytes -> {});
        });

        String answer = GatewayRig.await(request(HttpMethod.POST, "/clusters/c1/other")
                .compose(request -> request.send(Buffer.buffer(new byte[32 << 20])))
                .compose(HttpClientResponse::body)
                .map(Buffer::toString));

        assertThat(answer).isEqualTo("taken");
        stalled.reset(8);
    }

    @Test
    void errorsAreStatusObjects() {
        JsonObject status = GatewayRig.await(request(HttpMethod.GET, "/clusters/away/api")
                .compose(HttpClientRequest::send)
                .compose(response -> {
                    assertThat(response.statusCode()).isEqualTo(503);
                    assertThat(response.getHeader("retry-after")).isEqualTo("1");
                    return response.body().map(Buffer::toJsonObject);
                }));
        assertThat(status.getString("reason")).isEqualTo("ServiceUnavailable");
    }

    @Test
    void headGetsTheErrorWithoutItsBody() {
        HttpClientResponse response =
                GatewayRig.await(request(HttpMethod.HEAD, "/clusters/away/api").compose(HttpClientRequest::send));
        HttpClientResponse same =
                GatewayRig.await(request(HttpMethod.GET, "/clusters/away/api").compose(HttpClientRequest::send));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.getHeader("retry-after")).isEqualTo("1");
        assertThat(response.getHeader("content-length")).isEqualTo(same.getHeader("content-length"));
        assertThat(GatewayRig.await(response.body()).length()).isZero();
    }

    @Test
    void upgradesAreRefused() {
        try {
            HttpClientResponse response = get("/clusters/c1/exec", "upgrade", "websocket");
            assertThat(response.statusCode()).isEqualTo(400);
        } catch (AssertionError reset) {
            // The other legal answer to a header that HTTP/2 does not know: RST_STREAM.
            assertThat(reset).hasRootCauseInstanceOf(io.vertx.core.http.StreamResetException.class);
        }
        assertThat(rig.cluster().pending()).isEmpty();
    }

    @Test
    void hostAndAuthorityMustAgree() {
        assertThat(rig.cluster().pending()).isEmpty();
        try {
            assertThat(get("/clusters/c1/api", "host", "c2.gw.test").statusCode())
                    .isEqualTo(400);
        } catch (AssertionError reset) {
            assertThat(reset).hasRootCauseInstanceOf(io.vertx.core.http.StreamResetException.class);
        }
        assertThat(rig.cluster().pending()).isEmpty();
    }

    @Test
    void hostFormRoutesByAuthority() {
        HttpClientResponse response = GatewayRig.await(client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setServer(io.vertx.core.net.SocketAddress.inetSocketAddress(rig.port(), "localhost"))
                        .setHost("c1.gw.test")
                        .setPort(rig.port())
                        .setURI("/version"))
                .compose(request ->
                        request.putHeader("authorization", "Bearer good").send()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(rig.cluster().nextHead().target()).isEqualTo("/version");
    }

    @Test
    void largeHeadersPass() {
        assertThat(get("/clusters/c1/api?" + "q".repeat(200_000), "x-large", "y".repeat(200_000))
                        .statusCode())
                .isEqualTo(200);
        assertThat(rig.cluster().nextHead().target()).hasSize(200_005);
    }

    @Test
    void hundredsOfWatchesOnOneConnectionCanBeCancelledAtOnce() {
        rig.cluster().answer(exchange -> exchange.respond(new ResponseHead(200, List.of())));
        List<Future<HttpClientRequest>> watches = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            watches.add(request(HttpMethod.GET, "/clusters/c1/watch/" + i)
                    .compose(request -> request.send().map(request)));
        }
        GatewayRig.await(Future.all(watches));

        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            exchanges.add(rig.cluster().next());
        }
        watches.forEach(watch -> watch.result().reset(8));

        await().until(() ->
                exchanges.stream().allMatch(exchange -> exchange.closed().failed()));
        rig.cluster().answerOk();
        assertThat(get("/clusters/c1/api").statusCode()).isEqualTo(200);
    }

    @Test
    void aConnectionThatOnlyAsksWithoutACredentialEndsAndOneThatHadOneStays() {
        HttpClient stranger = rig.vertx()
                .createHttpClient(
                        new HttpClientOptions()
                                .setSsl(true)
                                .setUseAlpn(true)
                                .setProtocolVersion(HttpVersion.HTTP_2)
                                .setTrustOptions(rig.certificate().trust()),
                        new PoolOptions().setHttp2MaxSize(1));
        CompletableFuture<Void> ended = new CompletableFuture<>();
        RequestOptions target =
                new RequestOptions().setHost("localhost").setPort(rig.port()).setURI("/clusters/c1/api");
        HttpClientResponse refused = GatewayRig.await(stranger.request(target).compose(request -> {
            request.connection().closeHandler(closed -> ended.complete(null));
            return request.send();
        }));
        assertThat(refused.statusCode()).isEqualTo(401);
        await().atMost(Duration.ofSeconds(10)).until(ended::isDone);

        HttpClientRequest known = GatewayRig.await(request(HttpMethod.GET, "/clusters/c1/api"));
        assertThat(GatewayRig.await(known.send()).statusCode()).isEqualTo(200);
        HttpClientRequest mistaken = GatewayRig.await(request(HttpMethod.GET, "/clusters/c1/api"));
        mistaken.headers().set("authorization", "Bearer wrong");
        assertThat(GatewayRig.await(mistaken.send()).statusCode()).isEqualTo(401);
        HttpClientRequest again = GatewayRig.await(request(HttpMethod.GET, "/clusters/c1/api"));
        assertThat(GatewayRig.await(again.send()).statusCode()).isEqualTo(200);
        assertThat(again.connection()).isSameAs(known.connection());
    }

    @Test
    void anAnswerToAStrangerIsNotLostToTheEndOfItsConnection() throws Exception {
        java.net.http.HttpClient client = java.net.http.HttpClient.newBuilder()
                .sslContext(rig.certificate().sslContext())
                .build();
        java.net.http.HttpRequest asked = java.net.http.HttpRequest.newBuilder(
                        URI.create("https://localhost:" + rig.port() + "/clusters/c1/api"))
                .header("Authorization", "Bearer wrong")
                .build();
        for (int i = 0; i < 250; i++) {
            assertThat(client.send(asked, java.net.http.HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(401);
        }
    }
}
