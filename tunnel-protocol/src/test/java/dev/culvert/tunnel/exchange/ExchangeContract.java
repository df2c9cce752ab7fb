package dev.culvert.tunnel.exchange;

import static dev.culvert.tunnel.exchange.Waiting.await;
import static dev.culvert.tunnel.exchange.Waiting.awaitFailure;
import static dev.culvert.tunnel.exchange.Waiting.on;
import static dev.culvert.tunnel.exchange.Waiting.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.failure.StreamResetException;
import dev.culvert.tunnel.flow.Budget;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What exchanges promise, whatever the carrier: run by every carrier. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ExchangeContract {
    static final String SESSION = "0123456789abcdef0123456789abcdef";
    private static final int WINDOW = 256 * 1024;

    final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(4));
    final Budget dialerBudget = new Budget(512L << 20);
    final Budget acceptorBudget = new Budget(512L << 20);
    /** What the dialer (the agent) does with an exchange; set by each test. */
    private volatile Handler<Exchange> answer = exchange -> exchange.reset(ResetCode.UNSUPPORTED, "no answer");

    private Endpoint dialer;
    private Endpoint acceptor;
    private Context caller;

    /** Two ends that are joined. */
    abstract Ends connect(EndpointSettings dialer, EndpointSettings acceptor, Handler<Exchange> answers)
            throws Exception;

    record Ends(Endpoint dialer, Endpoint acceptor, Runnable lose) {}

    private Ends ends;

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @BeforeEach
    void connectEnds() throws Exception {
        ends = connect(
                settings("agent", dialerBudget).withIdentity(SESSION, "c1"),
                settings("gateway", acceptorBudget),
                exchange -> answer.handle(exchange));
        dialer = ends.dialer();
        acceptor = ends.acceptor();
        await(dialer.ready());
        await(acceptor.ready());
        caller = vertx.getOrCreateContext();
    }

    @AfterEach
    void closeEnds() {
        await(acceptor.close(CloseCode.DRAIN, "test over"));
        await(dialer.closed());
        await(acceptor.closed());
        assertThat(dialer.openStreams()).isZero();
        assertThat(acceptor.openStreams()).isZero();
        Awaitility.await().until(() -> dialerBudget.reserved() == 0);
        Awaitility.await().until(() -> acceptorBudget.reserved() == 0);
    }

    @AfterAll
    void closeVertx() {
        await(vertx.close());
    }

    static EndpointSettings settings(String software, Budget budget) {
        return new EndpointSettings(
                software + "/1",
                "",
                "",
                Set.of("test"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                32 * 1024,
                WINDOW,
                6000,
                4 << 20,
                budget);
    }

    static RequestHead get(String target) {
        return new RequestHead("GET", target, List.of(), false, "", "r1");
    }

    static RequestHead post(String target) {
        return new RequestHead("POST", target, List.of(), true, "", "r1");
    }

    private Exchange open(RequestHead head) {
        return on(caller, () -> acceptor.open(head, caller));
    }

    private static void respond(Exchange exchange, int status, Buffer body) {
        exchange.respond(new ResponseHead(status, List.of(new Header("X-Test", "1"))));
        if (body.length() > 0) {
            exchange.out().write(body);
        }
        exchange.out().end();
    }

    @Test
    void bothSidesLearnWhoThePeerIs() {
        assertThat(await(acceptor.ready())).isEqualTo(new Peer(SESSION, "c1", "agent/1", Set.of("test")));
        assertThat(await(dialer.ready())).isEqualTo(new Peer("", "c1", "gateway/1", Set.of("test")));
        assertThat(acceptor.available()).isTrue();
    }

    @Test
    void headsAndBodiesArriveAsTheyWereSent() {
        List<Header> headers = List.of(
                new Header("X-Many", "b"),
                new Header("Accept", "a;q=1"),
                new Header("x-many", ""),
                new Header("X", "\u00ff\t"));
        RequestHead sent = new RequestHead("PATCH", "/a%2Fb//c?x=1;y=%zz&\u00e9", headers, true, "", "req-7");
        Queue<RequestHead> seen = new ConcurrentLinkedQueue<>();
        answer = exchange -> {
            seen.add(exchange.request());
            Collected body = new Collected(exchange.in());
            body.end().onSuccess(all -> respond(exchange, 207, all.copy().appendString("!")));
        };
        Exchange exchange = open(sent);
        run(caller, () -> {
            exchange.out().write(Buffer.buffer("hello "));
            exchange.out().write(Buffer.buffer("world"));
            exchange.out().end();
        });
        ResponseHead head = await(exchange.response());
        Collected body = on(caller, () -> new Collected(exchange.in()));
        assertThat(head).isEqualTo(new ResponseHead(207, List.of(new Header("X-Test", "1"))));
        assertThat(await(body.end()).toString()).isEqualTo("hello world!");
        await(exchange.closed());
        assertThat(seen).containsExactly(sent);
    }

    @Test
    void headsOfAMegabyteArriveInPieces() {
        String target = "/api?x=" + "y".repeat(1 << 20);
        List<Header> headers = List.of(new Header("Big", "z".repeat(900_000)));
        answer = exchange -> {
            exchange.respond(new ResponseHead(200, exchange.request().headers()));
            exchange.out().end(Buffer.buffer("" + exchange.request().target().length()));
        };
        Exchange exchange = open(new RequestHead("GET", target, headers, false, "", ""));
        assertThat(await(exchange.response()).headers()).isEqualTo(headers);
        assertThat(await(on(caller, () -> new Collected(exchange.in())).end()).toString())
                .isEqualTo("" + target.length());
    }

    @Test
    void bytesKeepTheirOrderUnderRandomChunksAndPauses() {
        answer = exchange -> {
            exchange.respond(new ResponseHead(200, List.of()));
            exchange.in().pipeTo(exchange.out());
        };
        Random random = new Random(3);
        byte[] sent = new byte[5 << 20];
        random.nextBytes(sent);
        Exchange exchange = open(post("/echo"));
        Buffer all = Buffer.buffer(sent);
        run(caller, () -> new Pump(exchange, all, random).pump());
        await(exchange.response());
        Collected echoed = on(caller, () -> {
            Collected collected = new Collected(exchange.in());
            exchange.in().pause();
            vertx.setPeriodic(1, timer -> {
                exchange.in().fetch(1 + random.nextInt(40));
                if (collected.count.get() == sent.length) {
                    vertx.cancelTimer(timer);
                    exchange.in().resume();
                }
            });
            return collected;
        });
        assertThat(await(echoed.end()).getBytes()).isEqualTo(sent);
        await(exchange.closed());
    }

    /** Writes all bytes in random pieces, as the write queue allows. */
    private static final class Pump {
        private final Exchange exchange;
        private final Buffer all;
        private final Random random;
        private int position;

        Pump(Exchange exchange, Buffer all, Random random) {
            this.exchange = exchange;
            this.all = all;
            this.random = random;
        }

        void pump() {
            while (!exchange.out().writeQueueFull()) {
                if (position == all.length()) {
                    exchange.out().end();
                    return;
                }
                int next = Math.min(all.length(), position + 1 + random.nextInt(50_000));
                exchange.out().write(all.slice(position, next));
                position = next;
            }
            exchange.out().drainHandler(v -> pump());
        }
    }

    @Test
    void aStalledReaderHoldsBackItsOwnStreamAlone() {
        AtomicInteger received = new AtomicInteger();
        Queue<Exchange> stalled = new ConcurrentLinkedQueue<>();
        answer = exchange -> {
            if (exchange.request().body()) {
                stalled.add(exchange); // Sets no handler: nothing is read.
            } else {
                respond(exchange, 200, Buffer.buffer("small"));
            }
        };
        Exchange bulk = open(post("/bulk"));
        Buffer chunk = Buffer.buffer(new byte[64 * 1024]);
        AtomicInteger accepted = new AtomicInteger();
        run(caller, () -> {
            for (int i = 0; i < 100; i++) {
                bulk.out().write(chunk.copy()).onSuccess(v -> accepted.incrementAndGet());
            }
            assertThat(bulk.out().writeQueueFull()).isTrue();
        });
        for (int i = 0; i < 50; i++) {
            Exchange small = open(get("/small"));
            assertThat(await(small.response()).status()).isEqualTo(200);
            assertThat(await(on(caller, () -> new Collected(small.in())).end()).toString())
                    .isEqualTo("small");
        }
        assertThat(accepted.get()).as("chunks that left, of 100").isLessThanOrEqualTo(WINDOW / (64 * 1024));
        assertThat(received).hasValue(0);
        assertThat(dialerBudget.reserved()).isLessThanOrEqualTo(WINDOW);
        run(caller, () -> bulk.reset(ResetCode.CANCELLED, "enough"));
        Awaitility.await().until(() -> stalled.element().closed().failed());
    }

    @Test
    void theCallersCancelReachesTheAnswerer() {
        Promise<Exchange> taken = Promise.promise();
        answer = exchange -> {
            exchange.respond(new ResponseHead(200, List.of()));
            taken.complete(exchange);
        };
        Exchange exchange = open(get("/watch"));
        await(exchange.response());
        Exchange answering = await(taken.future());
        run(caller, () -> exchange.reset(ResetCode.CANCELLED, "caller gone"));
        assertThat(awaitFailure(answering.closed()))
                .isInstanceOfSatisfying(
                        StreamResetException.class, e -> assertThat(e.code()).isEqualTo(ResetCode.CANCELLED));
        assertThat(awaitFailure(exchange.closed())).isInstanceOf(StreamResetException.class);
        Awaitility.await().until(() -> acceptor.openStreams() == 0 && dialer.openStreams() == 0);
    }

    @Test
    void aBrokenResponseIsSeenBrokenBehindItsBytesNeverAsAnEnd() {
        answer = exchange -> {
            exchange.respond(new ResponseHead(200, List.of()));
            exchange.out()
                    .write(Buffer.buffer("partial"))
                    .onSuccess(v -> exchange.reset(ResetCode.UPSTREAM_BROKEN, "upstream closed"));
        };
        Exchange exchange = open(get("/list"));
        await(exchange.response());
        Collected body = on(caller, () -> new Collected(exchange.in()));
        assertThat(awaitFailure(body.end()))
                .isInstanceOfSatisfying(
                        StreamResetException.class, e -> assertThat(e.code()).isEqualTo(ResetCode.UPSTREAM_BROKEN));
        assertThat(body.bytes.toString()).isEqualTo("partial");
    }

    @Test
    void halfCloseLeavesTheOtherDirectionOpen() {
        Queue<String> events = new ConcurrentLinkedQueue<>();
        answer = exchange -> {
            exchange.respond(new ResponseHead(101, List.of(new Header("Upgrade", "SPDY/3.1"))));
            exchange.in().endHandler(v -> {
                events.add("request ended");
                exchange.out().write(Buffer.buffer("tail"));
                exchange.out().end();
            });
            exchange.in().handler(data -> events.add(data.toString()));
        };
        Exchange exchange = open(new RequestHead("POST", "/exec", List.of(), false, "SPDY/3.1", "r"));
        assertThat(await(exchange.response()).isSwitched()).isTrue();
        run(caller, () -> {
            exchange.out().write(Buffer.buffer("stdin"));
            exchange.out().end();
        });
        Collected tail = on(caller, () -> new Collected(exchange.in()));
        assertThat(await(tail.end()).toString()).isEqualTo("tail");
        assertThat(events).containsExactly("stdin", "request ended");
        await(exchange.closed());
    }

    @Test
    void anEarlyResponseComesWhileTheRequestIsStillSentAndStaysWhole() {
        answer = exchange -> {
            exchange.respond(new ResponseHead(413, List.of()));
            exchange.out().write(Buffer.buffer("x".repeat(200_000)));
            exchange.out().end();
            exchange.reset(ResetCode.CANCELLED, "no more of the request");
        };
        Exchange exchange = open(post("/upload"));
        run(caller, () -> exchange.out().write(Buffer.buffer(new byte[10_000_000])));
        assertThat(await(exchange.response()).status()).isEqualTo(413);
        assertThat(await(on(caller, () -> new Collected(exchange.in())).end()).length())
                .isEqualTo(200_000);
        awaitFailure(exchange.closed());
        run(caller, () -> assertThat(exchange.out().write(Buffer.buffer("more")).failed())
                .isTrue());
    }

    @Test
    void theCarriersLossBreaksWhatIsOpenAndSaysWhatMayHaveBeenExecuted() {
        Promise<Exchange> taken = Promise.promise();
        answer = taken::complete;
        Exchange sent = open(get("/sent"));
        Exchange answering = await(taken.future());
        ends.lose().run();
        assertThat(awaitFailure(sent.response())).isInstanceOfSatisfying(StreamResetException.class, e -> {
            assertThat(e.code()).isEqualTo(ResetCode.CARRIER_LOST);
            assertThat(e.mayHaveExecuted()).isTrue();
        });
        awaitFailure(answering.closed());
        await(acceptor.closed());
        assertThat(acceptor.available()).isFalse();
        Exchange late = open(get("/late"));
        assertThat(awaitFailure(late.response()))
                .isInstanceOfSatisfying(StreamResetException.class, e -> assertThat(e.mayHaveExecuted())
                        .isFalse());
    }

    @Test
    void drainTakesNothingNewAndLetsWhatIsOpenFinish() {
        Promise<Exchange> taken = Promise.promise();
        answer = exchange -> {
            exchange.respond(new ResponseHead(200, List.of()));
            taken.complete(exchange);
        };
        Exchange exchange = open(get("/slow"));
        await(exchange.response());
        dialer.drain(Duration.ofSeconds(20), "rollout");
        await(acceptor.peerDraining());
        Awaitility.await().until(() -> !acceptor.available());
        assertThat(awaitFailure(open(get("/new")).response())).isInstanceOfSatisfying(StreamResetException.class, e -> {
            assertThat(e.code()).isEqualTo(ResetCode.REFUSED);
            assertThat(e.mayHaveExecuted()).isFalse();
        });
        Exchange answering = await(taken.future());
        run(answering.context(), () -> answering.out().end(Buffer.buffer("done")));
        assertThat(await(on(caller, () -> new Collected(exchange.in())).end()).toString())
                .isEqualTo("done");
        assertThat(await(dialer.closed()).code()).isEqualTo(CloseCode.DRAIN);
        assertThat(await(acceptor.closed()).code()).isEqualTo(CloseCode.DRAIN);
    }

    @Test
    void drainEndsWithItsGrace() {
        answer = exchange -> exchange.respond(new ResponseHead(200, List.of()));
        Exchange exchange = open(get("/watch"));
        await(exchange.response());
        Collected body = on(caller, () -> new Collected(exchange.in()));
        await(acceptor.drain(Duration.ofMillis(50), "shutdown"));
        assertThat(awaitFailure(body.end())).isInstanceOf(StreamResetException.class);
    }

    @Test
    void theRoundTripIsMeasured() {
        Awaitility.await()
                .until(() ->
                        !acceptor.roundTrip().isZero() && !dialer.roundTrip().isZero());
    }

    @Test
    void aHandlerThatFailsHurtsNobodyElse() {
        answer = exchange -> {
            if (exchange.request().target().equals("/bad")) {
                throw new IllegalStateException("deliberate");
            }
            respond(exchange, 200, Buffer.buffer());
        };
        Exchange bad = open(get("/bad"));
        assertThat(await(open(get("/good")).response()).status()).isEqualTo(200);
        assertThat(awaitFailure(bad.response()))
                .isInstanceOfSatisfying(
                        StreamResetException.class, e -> assertThat(e.code()).isEqualTo(ResetCode.INTERNAL_ERROR));
    }

    @Test
    void smallRequestsDoNotWaitBehindBulk() {
        answer = exchange -> {
            if (exchange.request().body()) {
                exchange.respond(new ResponseHead(200, List.of()));
                exchange.in().handler(data -> {});
            } else {
                respond(exchange, 200, Buffer.buffer("small"));
            }
        };
        Exchange bulk = open(post("/bulk"));
        AtomicInteger left = new AtomicInteger();
        run(caller, () -> {
            for (int i = 0; i < 400; i++) {
                bulk.out().write(Buffer.buffer(new byte[64 * 1024])).onComplete(v -> left.incrementAndGet());
            }
            bulk.out().end();
        });
        Exchange small = open(get("/small"));
        await(small.response());
        assertThat(left.get())
                .as("bulk chunks sent before a small request was answered")
                .isLessThan(300);
        await(on(caller, () -> new Collected(small.in())).end());
        run(caller, () -> bulk.reset(ResetCode.CANCELLED, "enough"));
    }

    @Test
    void thousandsOfStreamsCancelledAtOnceDoNotBreakTheCarrier() {
        answer = exchange -> exchange.respond(new ResponseHead(200, List.of()));
        List<Exchange> watches = new ArrayList<>();
        run(caller, () -> {
            for (int i = 0; i < 5000; i++) {
                watches.add(acceptor.open(get("/watch"), caller));
            }
        });
        watches.forEach(watch -> await(watch.response()));
        String reason = "the caller is gone: " + "x".repeat(200);
        run(caller, () -> watches.forEach(watch -> watch.reset(ResetCode.CANCELLED, reason)));
        Awaitility.await().until(() -> dialer.openStreams() == 0 && acceptor.openStreams() == 0);
        assertThat(await(open(get("/again")).response()).status()).isEqualTo(200);
    }

    @Test
    void afterRandomUseNothingIsLeft() {
        Random random = new Random(11);
        answer = exchange -> {
            exchange.closed().onFailure(e -> {});
            int kind = random.nextInt(4);
            if (kind == 0) {
                exchange.reset(ResetCode.UPSTREAM_UNREACHABLE, "down");
            } else {
                exchange.respond(new ResponseHead(200, List.of()));
                if (kind == 1) {
                    exchange.in().pipeTo(exchange.out());
                } else if (kind == 2) {
                    exchange.out().write(Buffer.buffer(new byte[100_000]));
                    exchange.reset(ResetCode.UPSTREAM_BROKEN, "broke");
                } else {
                    exchange.in().handler(data -> {});
                    exchange.in().endHandler(v -> exchange.out().end());
                }
            }
        };
        List<Exchange> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Context context = vertx.getOrCreateContext();
            boolean cancel = random.nextInt(3) == 0;
            int size = random.nextInt(200_000);
            all.add(on(context, () -> {
                Exchange exchange = acceptor.open(post("/x"), context);
                exchange.in().handler(data -> {});
                exchange.in().exceptionHandler(e -> {});
                exchange.out().write(Buffer.buffer(new byte[size]));
                exchange.out().end();
                if (cancel) {
                    exchange.reset(ResetCode.CANCELLED, "random");
                }
                return exchange;
            }));
        }
        for (Exchange exchange : all) {
            await(exchange.closed().otherwiseEmpty());
        }
        Awaitility.await().until(() -> acceptor.openStreams() == 0 && dialer.openStreams() == 0);
        Awaitility.await().until(() -> acceptorBudget.reserved() == 0 && dialerBudget.reserved() == 0);
    }
}
