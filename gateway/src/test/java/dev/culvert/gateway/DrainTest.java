package dev.culvert.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.gateway.testing.RawClient;
import dev.culvert.gateway.testing.RawResponse;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.ResponseHead;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that stops, as callers and agents see it. */
@Timeout(60)
@NullUnmarked
class DrainTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path directory;

    private InstalledGateway installed;
    private TestAgent agent;
    private String get;

    @BeforeEach
    void start() throws IOException {
        // Whoever waited for a part of it would run into the tests' own timeout.
        installed = new InstalledGateway(directory, List.of("localhost"), null, "shutdownGrace: 10m\n");
        agent = installed.agent(vertx);
        get = "GET /clusters/north/version HTTP/1.1\r\nHost: localhost\r\n" + installed.authorization() + "\r\n";
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void callersAreServedUntilWhatIsUnderWayHasEndedAndThenAgentsAreTold() {
        agent.answers = false;
        try (RawClient underWay = installed.client();
                RawClient late = installed.client()) {
            underWay.send(get);
            await().until(() -> agent.open.size() == 1);

            Future<Void> stopped = installed.gateway.stop();

            agent.answers = true;
            assertThat(late.send(get).readHead()).startsWith("HTTP/1.1 200 ").containsOnlyOnce("connection: close");
            assertThat(late.readToEnd()).isEqualTo("5\r\nhello\r\n0\r\n\r\n");
            try (RawClient later = installed.client()) {
                assertThat(later.send(get).readHead()).startsWith("HTTP/1.1 200 ");
            }
            assertThat(stopped.isComplete()).isFalse();
            assertThat(agent.endpoint.peerDraining().isComplete()).isFalse();

            answer(agent.open.get(0));
            RawResponse response = underWay.readResponse();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.headers("connection")).containsExactly("close");
            assertThat(underWay.readToEnd()).isEmpty();
            agent.endpoint.peerDraining().await();
            stopped.await();
        }
    }

    @Test
    void http2CallersAreToldAtOnceAndTheirRequestsUnderWayEnd() {
        agent.answers = false;
        HttpClient client = installed.http2(vertx);
        Promise<Void> told = Promise.promise();
        Future<Integer> status = client.request(HttpMethod.GET, "/clusters/north/version")
                .compose(request -> {
                    request.connection().goAwayHandler(goAway -> told.tryComplete());
                    return request.putHeader("Authorization", "Bearer " + installed.token("caller-jane"))
                            .send();
                })
                .compose(response -> {
                    assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
                    return response.end().map(end -> response.statusCode());
                });
        await().until(() -> agent.open.size() == 1);

        Future<Void> stopped = installed.gateway.stop();

        told.future().await();
        assertThat(status.isComplete()).isFalse();
        assertThat(agent.endpoint.peerDraining().isComplete()).isFalse();
        answer(agent.open.get(0));
        assertThat(status.await()).isEqualTo(200);
        stopped.await();
    }

    @Test
    void idleConnectionsDoNotHoldTheGatewayUp() {
        HttpClient client = installed.http2(vertx);
        client.request(HttpMethod.GET, "/clusters/north/version")
                .compose(request -> request.send())
                .compose(response -> response.end())
                .await();
        try (RawClient used = installed.client();
                RawClient unused = installed.client()) {
            assertThat(used.send(get).readHead()).startsWith("HTTP/1.1 200 ");
            used.readExactly(15);

            Future<Void> stopped = installed.gateway.stop();

            assertThat(used.readToEnd()).isEmpty();
            assertThat(unused.readToEnd()).isEmpty();
            stopped.await();
            agent.endpoint.closed().await();
        }
    }

    private static void answer(Exchange exchange) {
        exchange.context().runOnContext(go -> {
            exchange.respond(new ResponseHead(200, List.of(new Header("Content-Length", "0"))));
            exchange.out().end();
        });
    }
}
