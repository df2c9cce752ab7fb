package dev.culvert.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawClient;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.ResponseHead;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A credential counts when a request begins, and at each review. */
class RevocationTest {
    private static final String GET = "GET /clusters/c1/x HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH + "\r\n";

    private final GatewayRig rig = GatewayRig.start();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void whatRunsGoesOnAndNothingNewBegins() {
        rig.cluster().answer(exchange -> exchange.respond(new ResponseHead(200, List.of())));
        try (RawClient watch = rig.client();
                RawClient exec = rig.client()) {
            assertThat(watch.send(GET).readHead()).startsWith("HTTP/1.1 200 ");
            Exchange watched = rig.cluster().next();
            rig.cluster().answer(RevocationTest::echo);
            exec.send(GET.replace("\r\n\r\n", "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"));
            assertThat(exec.readHead()).startsWith("HTTP/1.1 101 ");

            rig.revoke();

            assertThat(rig.exchange(GET).status()).isEqualTo(401);
            exec.send("typed");
            assertThat(exec.readExactly(5)).isEqualTo("typed");
            watched.context().runOnContext(go -> watched.out().write(Buffer.buffer("event")));
            assertThat(watch.readExactly(10)).isEqualTo("5\r\nevent\r\n");
        }
    }

    @Test
    void whatIsNoLongerCurrentEndsAtAReview() {
        rig.cluster().answer(exchange -> exchange.respond(new ResponseHead(200, List.of())));
        try (RawClient watch = rig.client()) {
            assertThat(watch.send(GET).readHead()).startsWith("HTTP/1.1 200 ");

            rig.review(caller -> false);

            assertThat(watch.readToEnd()).isEmpty();
        }
    }

    /** The review does not see a request that is still in its authentication. */
    @Test
    void whoWasLetInByWhatChangedMeanwhileDoesNotBegin() {
        Promise<Context> asked = Promise.promise();
        Promise<Caller> late = Promise.promise();
        rig.knows(credential -> {
            asked.complete(rig.vertx().getOrCreateContext());
            return late.future();
        });
        try (RawClient client = rig.client()) {
            client.send(GET.replace("good", "late"));
            Context context = GatewayRig.await(asked.future());

            rig.review(caller -> false);
            context.runOnContext(go -> late.complete(Caller.named("jane")));

            assertThat(client.readResponse().status()).isEqualTo(401);
            assertThat(rig.cluster().pending()).isEmpty();
        }
    }

    private static void echo(Exchange exchange) {
        exchange.respond(new ResponseHead(101, List.of()));
        exchange.in().handler(bytes -> exchange.out().write(bytes));
    }
}
