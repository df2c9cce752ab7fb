package dev.culvert.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.gateway.status.StatusException;
import dev.culvert.tunnel.carrier.Carrier;
import dev.culvert.tunnel.carrier.CarrierEnd;
import dev.culvert.tunnel.carrier.DialException;
import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.carrier.Hop;
import dev.culvert.tunnel.carrier.Tunnel;
import dev.culvert.tunnel.carrier.grpc.GrpcAcceptor;
import dev.culvert.tunnel.carrier.grpc.GrpcDialer;
import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.RequestHead;
import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.failure.StreamResetException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgentSessionsTest {
    private static final String SESSION_A = "a".repeat(32);
    private static final String SESSION_B = "b".repeat(32);

    private final Vertx vertx = Vertx.vertx();
    private final TunnelServer server = new TunnelServer(vertx, List.of(new GrpcAcceptor()), 5);
    private final List<Dialer> dialers = new ArrayList<>();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private int requests;

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void anAgentIsThereFromItsHandshakeToItsEnd() {
        Endpoint agent = connect(server.north.value(), SESSION_A, "north");

        await().until(() -> server.registry.carriers("north") == 1);
        assertThat(server.registry
                        .endpoint("north", Promise.<Void>promise().future())
                        .await()
                        .available())
                .isTrue();
        assertThat(server.registry.carriers("south")).isZero();
        agent.close(CloseCode.DRAIN, "bye").await();
        await().until(() -> server.registry.carriers("north") == 0);
        assertThat(failure(server.registry.endpoint(
                        "north", Promise.<Void>promise().future())))
                .isInstanceOf(StatusException.class);
    }

    @Test
    void anAgentThatNamesNoClusterServesThatOfItsToken() {
        Endpoint agent = connect(server.south.value(), SESSION_A, "");

        assertThat(agent.ready().await().cluster()).isEqualTo("south");
        await().until(() -> server.registry.carriers("south") == 1);
    }

    @Test
    void aLostConnectionIsRemoved() {
        connect(server.north.value(), SESSION_A, "north");
        await().until(() -> server.registry.carriers("north") == 1);

        dialers.get(0).close().await();

        await().until(() -> server.registry.carriers("north") == 0);
    }

    @Test
    void withoutAValidTokenNothingIsTaken() {
        List<String> tokens = List.of(
                "wrong",
                server.expired.value(),
                server.caller.value(),
                server.north.sha256(),
                server.north.value() + "x");
        for (String token : tokens) {
            assertThat(failure(dial(token))).isInstanceOfSatisfying(DialException.class, e -> {
                assertThat(e.hop()).isEqualTo(Hop.CREDENTIAL);
                assertThat(e.permanent()).isTrue();
                assertThat(e.getMessage()).doesNotContain(token);
            });
        }

        assertThat(server.accepted).hasValue(0);
        assertThat(server.registry.carriers("north")).isZero();
    }

    @Test
    void anAgentCannotSpeakForAnotherCluster() {
        Endpoint agent = connect(server.north.value(), SESSION_A, "south");

        assertThat(agent.closed().await().code()).isEqualTo(CloseCode.UNAUTHORIZED);
        assertThat(server.registry.carriers("south")).isZero();
        assertThat(server.registry.carriers("north")).isZero();
    }

    @Test
    void garbageEndsItsOwnCarrierAndNoOther() {
        Endpoint honest = connect(server.north.value(), SESSION_A, "north");
        await().until(() -> server.registry.carriers("north") == 1);

        byte[] noise = new byte[10_000];
        new Random(7).nextBytes(noise);
        Future<CarrierEnd> end = raw(server.north.value(), Buffer.buffer(noise));

        assertThat(end.await()).isNotNull();
        assertThat(honest.closed().isComplete()).isFalse();
        assertThat(server.registry.carriers("north")).isEqualTo(1);
    }

    @Test
    void aSilentAgentIsSentAwayAndGivesItsPlaceBack() {
        for (int round = 0; round < 2; round++) {
            List<Future<CarrierEnd>> silent = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                silent.add(raw(server.north.value(), Buffer.buffer()));
            }
            Future.all(silent).await();
        }

        assertThat(server.accepted).hasValue(10);
        assertThat(server.registry.carriers("north")).isZero();
    }

    @Test
    void oneClusterCannotTakeThePlacesOfAnother() {
        List<Future<Carrier>> taken = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            taken.add(dial(server.north.value()));
        }
        Future.join(taken).transform(result -> Future.succeededFuture()).await();

        assertThat(taken)
                .filteredOn(Future::failed)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(refused -> assertThat(refused.cause())
                        .isInstanceOfSatisfying(DialException.class, e -> assertThat(e.permanent())
                                .isFalse()));
        assertThat(connect(server.south.value(), SESSION_A, "south")
                        .ready()
                        .await()
                        .cluster())
                .isEqualTo("south");
    }

    @Test
    void theCarriersOfOneClusterTogetherLeaveMemoryToAnother() {
        connectHolding(server.north.value(), SESSION_A, "north");
        connectHolding(server.north.value(), SESSION_A, "north");
        connectHolding(server.south.value(), SESSION_B, "south");
        await().until(() -> server.registry.carriers("north") == 2 && server.registry.carriers("south") == 1);

        Throwable refusal = openUntilRefused("north");

        assertThat(refusal).isInstanceOfSatisfying(StreamResetException.class, e -> {
            assertThat(e.code()).isEqualTo(ResetCode.REFUSED);
            assertThat(e.detail()).contains("memory");
        });
        Exchange ofAnother = open("south");
        await().until(() -> held.contains(ofAnother.request().requestId()));
    }

    private Throwable openUntilRefused(String cluster) {
        List<Exchange> open = new ArrayList<>();
        await().until(() -> {
            for (int i = 0; i < 100; i++) {
                open.add(open(cluster));
            }
            return open.stream().anyMatch(exchange -> exchange.closed().failed());
        });
        return open.stream()
                .map(Exchange::closed)
                .filter(Future::failed)
                .map(Future::cause)
                .findFirst()
                .orElseThrow();
    }

    private Exchange open(String cluster) {
        Endpoint endpoint = server.registry
                .endpoint(cluster, Promise.<Void>promise().future())
                .await();
        RequestHead request = new RequestHead("GET", "/", List.of(), false, "", "r" + ++requests);
        return endpoint.open(request, endpoint.carrier().context());
    }

    /** An agent that takes exchanges and answers none. */
    private void connectHolding(String token, String session, String cluster) {
        EndpointSettings settings = EndpointSettings.defaults("agent/test").withIdentity(session, cluster);
        dial(token)
                .map(carrier -> Endpoint.dialer(
                        carrier,
                        settings,
                        exchange -> held.add(exchange.request().requestId())))
                .await();
    }

    @Test
    void aSessionAboveItsCarriersIsOverloadedAndTheOthersStay() {
        connect(server.north.value(), SESSION_A, "north").ready().await();
        connect(server.north.value(), SESSION_A, "north").ready().await();
        await().until(() -> server.registry.carriers("north") == 2);

        Endpoint third = connect(server.north.value(), SESSION_A, "north");

        assertThat(third.closed().await().code()).isEqualTo(CloseCode.OVERLOADED);
        assertThat(server.registry.carriers("north")).isEqualTo(2);
        connect(server.north.value(), SESSION_B, "north").ready().await();
        await().until(() -> server.registry.carriers("north") == 3);
    }

    @Test
    void anAgentMayNotOpenExchanges() {
        Endpoint agent = connect(server.north.value(), SESSION_A, "north");
        agent.ready().await();
        await().until(() -> server.registry.carriers("north") == 1);

        RequestHead request = new RequestHead("GET", "/", List.of(), false, "", "r1");
        Throwable refusal =
                failure(agent.open(request, agent.carrier().context()).closed());

        assertThat(refusal).isInstanceOfSatisfying(StreamResetException.class, e -> assertThat(e.code())
                .isIn(ResetCode.REFUSED, ResetCode.UNSUPPORTED));
        assertThat(server.registry.carriers("north")).isEqualTo(1);
    }

    @Test
    void drainingTellsAgentsAndTakesNoMore() {
        Endpoint agent = connect(server.north.value(), SESSION_A, "north");
        await().until(() -> server.registry.carriers("north") == 1);

        Future<Void> drained = server.sessions.drain(Duration.ofSeconds(5));

        agent.peerDraining().await();
        drained.await();
        await().until(() -> server.registry.carriers("north") == 0);
        agent.closed().await();
        assertThat(failure(dial(server.north.value())))
                .isInstanceOfSatisfying(
                        DialException.class, e -> assertThat(e.permanent()).isFalse());
    }

    @Test
    void aPlainRequestToTheTunnelIsABadRequest() {
        var client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setTrustOptions(server.trust())
                .setDefaultPort(server.port()));
        for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT)) {
            int code = client.request(method, "localhost", Tunnel.PATH)
                    .compose(request -> request.putHeader("Authorization", "Bearer " + server.north.value())
                            .send())
                    .map(response -> response.statusCode())
                    .await();
            assertThat(code).isEqualTo(400);
        }
        assertThat(server.accepted).hasValue(0);
    }

    private Future<Carrier> dial(String token) {
        Dialer dialer = new GrpcDialer(vertx, server.target(token));
        dialers.add(dialer);
        return dialer.dial();
    }

    private Endpoint connect(String token, String session, String cluster) {
        EndpointSettings settings = EndpointSettings.defaults("agent/test").withIdentity(session, cluster);
        return dial(token)
                .map(carrier -> Endpoint.dialer(
                        carrier, settings, exchange -> exchange.reset(ResetCode.UNSUPPORTED, "no exchanges here")))
                .await();
    }

    /** Sends one packet, or nothing, on an authenticated carrier, and completes with its end. */
    private Future<CarrierEnd> raw(String token, Buffer packet) {
        return dial(token).compose(carrier -> {
            Promise<CarrierEnd> end = Promise.promise();
            carrier.context().runOnContext(v -> {
                carrier.packetHandler(answer -> {});
                carrier.closeHandler(end::complete);
                if (packet.length() > 0) {
                    carrier.write(packet);
                }
            });
            return end.future();
        });
    }

    private static Throwable failure(Future<?> future) {
        return future.<Throwable>transform(result -> Future.succeededFuture(result.cause()))
                .await();
    }
}
