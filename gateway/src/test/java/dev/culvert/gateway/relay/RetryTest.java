package dev.culvert.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawClient;
import dev.culvert.gateway.testing.RawResponse;
import dev.culvert.gateway.testing.ScriptedCluster;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.ResponseHead;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests that a carrier did not take: it began to drain, or filled up, after it was chosen. */
class RetryTest {
    private static final String GET = "GET /clusters/c1/api HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH + "\r\n";
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

    /** Breaks as many requests with that code, then answers; counts all that come. */
    private static AtomicInteger breaking(int times, ResetCode code, Consumer<Exchange> then) {
        AtomicInteger received = new AtomicInteger();
        rig.cluster().answer(exchange -> {
            if (received.incrementAndGet() <= times) {
                exchange.reset(code, "not here");
            } else {
                then.accept(exchange);
            }
        });
        return received;
    }

    private static void ok(Exchange exchange) {
        ScriptedCluster.respond(exchange, 200, "ok");
    }

    private static void echo(Exchange exchange) {
        Buffer body = Buffer.buffer();
        exchange.in().handler(body::appendBuffer);
        exchange.in().endHandler(end -> ScriptedCluster.respond(exchange, 200, body.toString()));
    }

    @Test
    void refusedRequestIsSentOnceMore() {
        AtomicInteger received = breaking(1, ResetCode.REFUSED, RetryTest::ok);

        assertThat(rig.exchange(GET).body()).isEqualTo("ok");
        assertThat(received).hasValue(2);
    }

    @Test
    void secondTryIsAnotherCarriersWhereThereIsOne() {
        breaking(1, ResetCode.REFUSED, RetryTest::ok);
        rig.refused().clear();

        assertThat(rig.exchange(GET).body()).isEqualTo("ok");
        assertThat(rig.refused()).containsExactly(rig.endpoint());
    }

    @Test
    void onceMoreIsAllThatIsTried() {
        AtomicInteger received = breaking(5, ResetCode.REFUSED, RetryTest::ok);

        assertThat(rig.exchange(GET).status()).isEqualTo(503);
        assertThat(received).hasValue(2);
    }

    @Test
    void whatMayHaveBeenExecutedIsNotSentAgain() {
        AtomicInteger received = breaking(1, ResetCode.UPSTREAM_BROKEN, RetryTest::ok);

        assertThat(rig.exchange(GET).status()).isEqualTo(504);
        assertThat(received).hasValue(1);
    }

    @Test
    void bodyThatIsStillAtHandGoesWithIt() {
        AtomicInteger received = breaking(1, ResetCode.REFUSED, RetryTest::echo);

        assertThat(rig.exchange(POST + "Content-Length: 4\r\n\r\nbody").body()).isEqualTo("body");
        assertThat(received).hasValue(2);
    }

    @Test
    void carrierThatEndedAfterItWasChosenIsNotNoticed() {
        AtomicInteger received = breaking(0, ResetCode.REFUSED, RetryTest::echo);

        rig.choosesEndedCarrierOnce();
        assertThat(rig.exchange(POST + "Content-Length: 4\r\n\r\nbody").body()).isEqualTo("body");
        assertThat(received).hasValue(1);
    }

    @Test
    void longBodyThatCouldNotBeSentIsAnsweredAllTheSame() {
        AtomicInteger received = breaking(0, ResetCode.REFUSED, RetryTest::echo);

        rig.choosesEndedCarrierOnce();
        RawResponse response = rig.exchange(POST + "Content-Length: 100000\r\n\r\n" + "x".repeat(100_000));

        assertThat(response.status()).isIn(200, 503);
        assertThat(received).hasValueLessThan(2);
    }

    @Test
    void bodyThatComesAfterTheRefusalGoesOnlyToTheSecond() {
        AtomicInteger received = breaking(1, ResetCode.REFUSED, exchange -> {
            exchange.respond(new ResponseHead(200, ScriptedCluster.headers("Content-Length", "4")));
            exchange.in().handler(bytes -> exchange.out().write(bytes));
            exchange.in().endHandler(end -> exchange.out().end());
        });

        try (RawClient client = rig.client()) {
            client.send(POST + "Content-Length: 4\r\n\r\n").readHead();
            assertThat(client.send("body").readExactly(4)).isEqualTo("body");
        }
        assertThat(received).hasValue(2);
    }

    @Test
    void bodyThatIsGoneIsNotInvented() {
        AtomicInteger received = new AtomicInteger();
        rig.cluster().answer(exchange -> {
            received.incrementAndGet();
            int[] taken = {0};
            exchange.in().handler(bytes -> {
                taken[0] += bytes.length();
                if (taken[0] == 100_000) {
                    exchange.reset(ResetCode.REFUSED, "not here");
                }
            });
        });

        RawResponse response = rig.exchange(POST + "Content-Length: 100000\r\n\r\n" + "x".repeat(100_000));

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("retry-after")).isNull();
        assertThat(received).hasValue(1);
    }

    @Test
    void refusedUpgradeIsAskedForOnceMore() {
        AtomicInteger received = breaking(
                1, ResetCode.REFUSED, exchange -> exchange.respond(new ResponseHead(101, java.util.List.of())));

        try (RawClient client = rig.client()) {
            client.send(POST + "Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        }
        assertThat(received).hasValue(2);
    }
}
