package dev.culvert.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.gateway.limits.Admission;
import dev.culvert.gateway.limits.Quota;
import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawClient;
import dev.culvert.gateway.testing.RawResponse;
import dev.culvert.gateway.testing.ScriptedCluster;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.ResponseHead;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers may have under way, and how slowly they may send. */
class LimitsTest {
    private static final String WATCH =
            "GET /clusters/c1/api/v1/pods?watch=1 HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH + "\r\n";

    private static GatewayRig rig;

    @BeforeAll
    static void start() {
        rig = GatewayRig.start(new Admission(new Quota(10, 1, 1, 0), new Quota(10, 10, 10, 0)));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void reset() {
        rig.cluster().answerOk();
    }

    @Test
    void aRequestTooManyIsToldToWaitAndOnesOfAnotherKindPass() {
        rig.cluster().answer(exchange -> exchange.respond(new ResponseHead(200, ScriptedCluster.headers())));
        try (RawClient watch = rig.client();
                RawClient second = rig.client()) {
            watch.send(WATCH).readHead();
            rig.cluster().next();

            RawResponse refused = second.send(WATCH).readResponse();
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.json().getString("reason")).isEqualTo("TooManyRequests");
            assertThat(refused.json().getString("message")).startsWith("gateway: you have too many watches");
            assertThat(rig.cluster().pending()).isEmpty();

            rig.cluster().answerOk();
            assertThat(rig.get("/clusters/c1/api/v1/pods").status()).isEqualTo(200);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> rig.exchange(WATCH).status() == 200);
    }

    @Test
    void aBodyThatStopsComingIsGivenUp() {
        rig.cluster().answer(exchange -> {});
        try (RawClient client = rig.client()) {
            client.send("POST /clusters/c1/api/v1/namespaces HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH
                    + "Content-Length: 100\r\n\r\n{");

            RawResponse late = client.readResponse();
            assertThat(late.status()).isEqualTo(408);
            assertThat(late.json().getString("reason")).isEqualTo("Timeout");
            assertThat(late.header("Retry-After")).isNull();
            assertThat(client.readToEnd()).isEmpty();
        }
        Exchange given = rig.cluster().next();
        await().atMost(Duration.ofSeconds(10)).until(() -> given.closed().failed());
    }

    @Test
    void aBodyThatIsProxiedToAServiceMayPauseForAsLongAsItLikes() {
        rig.cluster().answer(exchange -> {});
        try (RawClient client = rig.client()) {
            client.send("POST /clusters/c1/api/v1/namespaces/n/services/s/proxy/in HTTP/1.1\r\nHost: localhost\r\n"
                    + GatewayRig.AUTH + "Content-Length: 2\r\n\r\na");
            Exchange exchange = rig.cluster().next();
            await().during(GatewayRig.BODY_TIMEOUT.multipliedBy(5).dividedBy(2))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> !exchange.closed().isComplete());

            exchange.context()
                    .runOnContext(go -> ScriptedCluster.respond(exchange, 200, "in", "Content-Type", "text/plain"));
            assertThat(client.send("b").readResponse().body()).isEqualTo("in");
        }
    }
}
