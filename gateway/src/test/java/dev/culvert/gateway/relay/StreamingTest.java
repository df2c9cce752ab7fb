package dev.culvert.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawClient;
import dev.culvert.gateway.testing.RawResponse;
import dev.culvert.gateway.testing.ScriptedCluster;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.ResponseHead;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies, and how they end. */
class StreamingTest {
    private static final String GET =
            "GET /clusters/c1/api/v1/pods?watch=1 HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH + "\r\n";
    private static final String POST =
            "POST /clusters/c1/api/v1/pods HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH;

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

    private static void head(Exchange exchange, String... headers) {
        exchange.respond(new ResponseHead(200, ScriptedCluster.headers(headers)));
    }

    private static void on(Exchange exchange, Runnable action) {
        exchange.context().runOnContext(go -> action.run());
    }

    @Test
    void headIsFlushedBeforeTheBodyAndEachChunkAtOnce() {
        rig.cluster().answer(exchange -> head(exchange, "Content-Type", "application/json"));
        try (RawClient client = rig.client()) {
            client.send(GET);
            assertThat(client.readHead()).contains("Content-Type: application/json", "transfer-encoding: chunked");
            Exchange exchange = rig.cluster().next();

            on(exchange, () -> exchange.out().write(Buffer.buffer("{\"half")));
            assertThat(client.readExactly(11)).isEqualTo("6\r\n{\"half\r\n");
            on(exchange, () -> exchange.out().write(Buffer.buffer("\"}\n")));
            assertThat(client.readExactly(8)).isEqualTo("3\r\n\"}\n\r\n");
            on(exchange, () -> exchange.out().end());
            assertThat(client.readExactly(5)).isEqualTo("0\r\n\r\n");

            rig.cluster().answerOk();
            assertThat(client.send(GET).readResponse().body()).isEqualTo("ok");
        }
    }

    @Test
    void brokenAnswerEndsTheConnectionWithoutALastChunk() {
        rig.cluster().answer(exchange -> head(exchange));
        try (RawClient client = rig.client()) {
            client.send(GET);
            client.readHead();
            Exchange exchange = rig.cluster().next();
            on(exchange, () -> exchange.out().write(Buffer.buffer("part")));
            assertThat(client.readExactly(9)).isEqualTo("4\r\npart\r\n");

            on(exchange, () -> exchange.reset(ResetCode.UPSTREAM_BROKEN, "gone"));

            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void bodyShorterThanItsLengthEndsTheConnection() {
        rig.cluster().answer(exchange -> head(exchange, "Content-Length", "10"));
        try (RawClient client = rig.client()) {
            client.send(GET);
            client.readHead();
            Exchange exchange = rig.cluster().next();
            on(exchange, () -> exchange.out().write(Buffer.buffer("part")));
            assertThat(client.readExactly(4)).isEqualTo("part");

            on(exchange, () -> exchange.out().end());

            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void bodyLongerThanItsLengthEndsTheConnectionBeforeTheFirstByteTooMany() {
        rig.cluster().answer(exchange -> head(exchange, "Content-Length", "4"));
        try (RawClient client = rig.client()) {
            client.send(GET);
            client.readHead();
            Exchange exchange = rig.cluster().next();
            on(exchange, () -> exchange.out().write(Buffer.buffer("part")));
            assertThat(client.readExactly(4)).isEqualTo("part");

            on(exchange, () -> exchange.out().write(Buffer.buffer("HTTP/1.1 200 OK\r\n\r\n")));

            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void lostCarrierEndsTheConnectionWithoutALastChunk() {
        rig.cluster().answer(exchange -> head(exchange));
        try (RawClient client = rig.client()) {
            client.send(GET);
            client.readHead();
            rig.cluster().next();

            rig.loseCarrier();

            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void carrierLostBeforeTheHeadIsATimeoutWithoutRetryAfter() {
        rig.cluster().answer(exchange -> {});
        try (RawClient client = rig.client()) {
            client.send(GET);
            rig.cluster().next();

            rig.loseCarrier();

            RawResponse response = client.readResponse();
            assertThat(response.status()).isEqualTo(504);
            assertThat(response.json().getString("reason")).isEqualTo("Timeout");
            assertThat(response.json().getString("message"))
                    .startsWith("gateway: ")
                    .contains("may still be processing");
            assertThat(response.header("retry-after")).isNull();
        }
    }

    @Test
    void callerGoneCancelsTheExchange() {
        rig.cluster().answer(exchange -> head(exchange));
        Exchange exchange;
        try (RawClient client = rig.client()) {
            client.send(GET);
            client.readHead();
            exchange = rig.cluster().next();
        }
        await().atMost(Duration.ofSeconds(2)).until(() -> exchange.closed().failed());
        assertThat(exchange.closed().cause().getMessage()).contains("CANCELLED");
    }

    @Test
    void callerGoneBeforeTheHeadCancelsTheExchange() {
        rig.cluster().answer(exchange -> {});
        Exchange exchange;
        try (RawClient client = rig.client()) {
            client.send(GET);
            exchange = rig.cluster().next();
        }
        await().atMost(Duration.ofSeconds(2)).until(() -> exchange.closed().failed());
    }

    @Test
    void callerGoneWhileItWaitsForTheAgentWaitsNoMore() {
        try (RawClient client = rig.client()) {
            client.send(GET.replace("/c1/", "/parked/"));
            await().until(() -> rig.waiting().size() == 1);
            assertThat(rig.waiting().element().isComplete()).isFalse();
        }
        await().until(() -> rig.waiting().element().isComplete());
    }

    @Test
    void callerGoneInItsBodyBreaksTheRequest() {
        CompletableFuture<Throwable> broken = new CompletableFuture<>();
        rig.cluster().answer(exchange -> {
            exchange.in().exceptionHandler(broken::complete);
            exchange.in().endHandler(end -> broken.complete(new AssertionError("a clean end")));
            exchange.in().handler(bytes -> {});
        });
        try (RawClient client = rig.client()) {
            client.send(POST + "Content-Length: 100\r\n\r\nonly this");
            rig.cluster().next();
        }
        assertThat(broken.completeOnTimeout(new AssertionError("nothing"), 5, TimeUnit.SECONDS)
                        .join())
                .isInstanceOf(dev.culvert.tunnel.failure.StreamResetException.class);
    }

    @Test
    void bodiesOfBothKindsArriveWhole() {
        for (String body : new String[] {
            "Content-Length: 11\r\n\r\nhello\u0000world",
            "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n\u0000world\r\n0\r\n\r\n"
        }) {
            rig.cluster().answer(StreamingTest::echoWhole);
            try (RawClient client = rig.client()) {
                RawResponse response = client.send(POST + body).readResponse();

                assertThat(response.body()).isEqualTo("hello\u0000world");
                assertThat(rig.cluster().nextHead().body()).isTrue();
                // The connection goes on.
                rig.cluster().answerOk();
                assertThat(client.send(GET).readResponse().body()).isEqualTo("ok");
            }
        }
    }

    private static void echoWhole(Exchange exchange) {
        Buffer all = Buffer.buffer();
        exchange.in().endHandler(end -> ScriptedCluster.respond(exchange, 200, all.toString("ISO-8859-1")));
        exchange.in().handler(all::appendBuffer);
    }

    @Test
    void requestsWithoutABodyAnnounceNone() {
        rig.get("/clusters/c1/api");
        assertThat(rig.cluster().nextHead()).satisfies(head -> {
            assertThat(head.body()).isFalse();
            assertThat(head.headers()).isEmpty();
        });
        rig.exchange("DELETE /clusters/c1/api HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH + "\r\n");
        assertThat(rig.cluster().nextHead().body()).isFalse();
        rig.exchange(POST + "Content-Length: 0\r\n\r\n");
        assertThat(rig.cluster().nextHead().body()).isFalse();
    }

    @Test
    void deletesBodyIsRelayed() {
        rig.cluster().answer(StreamingTest::echoWhole);

        RawResponse response = rig.exchange("DELETE /clusters/c1/api HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH
                + "Content-Length: 2\r\n\r\n{}");

        assertThat(response.body()).isEqualTo("{}");
    }

    @Test
    void earlyAnswerArrivesWhileTheBodyIsStillSent() {
        rig.cluster().answer(exchange -> exchange.in().handler(bytes -> {
            exchange.in().handler(more -> {});
            ScriptedCluster.respond(exchange, 413, "too large");
        }));
        try (RawClient client = rig.client()) {
            client.send(POST + "Content-Length: 10000000\r\n\r\n" + "x".repeat(1024));

            RawResponse response = client.readResponse();

            assertThat(response.status()).isEqualTo(413);
            assertThat(response.body()).isEqualTo("too large");
            // The rest of the body is not taken for a request, and the connection does not stay.
            client.send("GET /clusters/c1/smuggled HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH + "\r\n");
            assertThat(client.readToEnd()).isEmpty();
        }
        rig.cluster().next();
        assertThat(rig.cluster().pending()).isEmpty();
    }

    @Test
    void connectionGoesOnWhereTheRestOfTheBodyComesSoon() {
        rig.cluster().answer(exchange -> ScriptedCluster.respond(exchange, 413, "too large"));
        try (RawClient client = rig.client()) {
            client.send(POST + "Content-Length: 4\r\n\r\nab");
            assertThat(client.readResponse().status()).isEqualTo(413);
            client.send("cd");

            rig.cluster().answerOk();
            assertThat(client.send(GET).readResponse().body()).isEqualTo("ok");
        }
    }

    @Test
    void expectContinueIsAnsweredBehindTheAuthentication() {
        rig.cluster().answer(StreamingTest::echoWhole);
        try (RawClient client = rig.client()) {
            client.send(POST + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertThat(client.readHead()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(rig.cluster().nextHead().headers()).noneMatch(header -> header.is("Expect"));

            assertThat(client.send("body").readResponse().body()).isEqualTo("body");
        }
        try (RawClient client = rig.client()) {
            client.send(POST.replace("good", "bad") + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(401);
        }
        assertThat(rig.exchange(POST + "Expect: tea\r\nContent-Length: 0\r\n\r\n")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void slowCallerHoldsBackTheCluster() {
        AtomicLong poured = new AtomicLong();
        rig.cluster().answer(exchange -> {
            head(exchange);
            pour(exchange, poured);
        });
        try (RawClient client = rig.client()) {
            client.send(GET);
            client.readHead();
            AtomicLong last = new AtomicLong(-1);
            await().pollInterval(Duration.ofMillis(200)).until(() -> last.getAndSet(poured.get()) == poured.get());

            assertThat(poured.get()).isLessThan(20_000_000L);

            long before = poured.get();
            client.readExactly(5_000_000);
            await().until(() -> poured.get() > before);
        }
    }

    private static void pour(Exchange exchange, AtomicLong poured) {
        while (!exchange.out().writeQueueFull() && poured.get() < 200_000_000L) {
            poured.addAndGet(32 * 1024);
            exchange.out().write(Buffer.buffer(new byte[32 * 1024]));
        }
        exchange.out().drainHandler(more -> pour(exchange, poured));
    }

    @Test
    void slowClusterHoldsBackTheCaller() throws Exception {
        AtomicLong taken = new AtomicLong();
        rig.cluster().answer(exchange -> {
            exchange.in().pause();
            exchange.in().endHandler(end -> ScriptedCluster.respond(exchange, 200, "done"));
            exchange.in().handler(bytes -> taken.addAndGet(bytes.length()));
        });
        try (RawClient client = rig.client()) {
            byte[] body = new byte[40_000_000];
            CompletableFuture<Void> sent =
                    CompletableFuture.runAsync(() -> client.send(POST + "Content-Length: " + body.length + "\r\n\r\n")
                            .send(body));
            Exchange exchange = rig.cluster().next();
            await().during(Duration.ofMillis(500)).until(() -> !sent.isDone());

            on(exchange, () -> exchange.in().resume());

            sent.get(20, TimeUnit.SECONDS);
            assertThat(client.readResponse().body()).isEqualTo("done");
            assertThat(taken.get()).isEqualTo(body.length);
        }
    }
}
