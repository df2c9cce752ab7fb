package dev.culvert.agent.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.agent.dial.CarrierChoice;
import dev.culvert.tunnel.carrier.Carrier;
import dev.culvert.tunnel.carrier.DialException;
import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.carrier.Hop;
import dev.culvert.tunnel.carrier.memory.MemoryCarriers;
import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Peer;
import dev.culvert.tunnel.exchange.RequestHead;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentSessionTest {
    private static final SessionTiming QUICK = new SessionTiming(
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofSeconds(10),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            Duration.ofSeconds(5));

    private final Vertx vertx = Vertx.vertx();
    private final List<Endpoint> gateway = new CopyOnWriteArrayList<>();
    private final List<MemoryCarriers> carriers = new CopyOnWriteArrayList<>();
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final FakeDialer grpc = new FakeDialer("grpc");
    private final FakeDialer websocket = new FakeDialer("websocket");

    /** Reaches a gateway in memory, unless told how to fail. */
    private final class FakeDialer implements Dialer {
        private final String kind;
        private volatile @Nullable DialException failure;
        private final AtomicInteger unreachable = new AtomicInteger();
        private final List<Long> dials = new CopyOnWriteArrayList<>();

        FakeDialer(String kind) {
            this.kind = kind;
        }

        @Override
        public String kind() {
            return kind;
        }

        @Override
        public Future<Carrier> dial() {
            dials.add(System.nanoTime());
            DialException now = failure;
            if (now != null) {
                return Future.failedFuture(now);
            }
            if (unreachable.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return Future.failedFuture(new DialException(Hop.TCP, false, "connection refused"));
            }
            Context context = Vertx.currentContext();
            MemoryCarriers pair = MemoryCarriers.pair(context, context);
            carriers.add(pair);
            gateway.add(
                    Endpoint.acceptor(pair.second(), "c1", EndpointSettings.defaults("gateway/test"), opened -> {}));
            return Future.succeededFuture(pair.first());
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    private AgentSession session(int size) throws Exception {
        return session(size, QUICK);
    }

    private AgentSession session(int size, SessionTiming timing) throws Exception {
        List<Context> contexts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            final class Loop extends VerticleBase {
                Context mine() {
                    return context;
                }
            }
            Loop loop = new Loop();
            vertx.deployVerticle(loop).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            contexts.add(loop.mine());
        }
        AgentSession session = new AgentSession(
                vertx,
                "gateway.example:443",
                contexts,
                new CarrierChoice(List.of(grpc, websocket)),
                EndpointSettings.defaults("agent/test").withIdentity("a".repeat(32), ""),
                timing,
                peers::add,
                opened -> {});
        session.start();
        return session;
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void asManyCarriersAreKeptAsWereAskedForInOneSession() throws Exception {
        AgentSession session = session(3);
        await().until(() -> session.readyCarriers() == 3);
        Set<String> ids = new HashSet<>();
        for (Endpoint endpoint : gateway) {
            ids.add(endpoint.ready().result().session());
        }
        assertThat(ids).containsExactly("a".repeat(32));
        assertThat(websocket.dials).isEmpty();
    }

    @Test
    void aLostCarrierIsDialledAgain() throws Exception {
        AgentSession session = session(1);
        await().until(() -> session.readyCarriers() == 1);
        carriers.get(0).lose();
        await().until(() -> gateway.size() == 2 && session.readyCarriers() == 1);
    }

    @Test
    void aCarrierThatTheGatewayDrainsIsReplacedWhileItLives() throws Exception {
        AgentSession session = session(1);
        await().until(() -> session.readyCarriers() == 1);
        Future<Void> drained = gateway.get(0).drain(Duration.ofSeconds(20), "restart");
        await().until(() -> gateway.size() == 2 && session.readyCarriers() == 1);
        await().until(drained::isComplete);
        assertThat(session.readyCarriers()).isEqualTo(1);
        assertThat(gateway).hasSize(2);
    }

    @Test
    void renewedCarriersTakeWhatIsNewAndTheOldOnesFinishWhatTheyCarry() throws Exception {
        AgentSession session = session(2);
        await().until(() -> session.readyCarriers() == 2);
        Exchange running = gateway.get(0)
                .open(
                        new RequestHead("GET", "/watch", List.of(), false, "", "r1"),
                        carriers.get(0).second().context());
        await().until(() -> gateway.get(0).openStreams() == 1);

        session.renew();

        await().until(() -> gateway.size() == 4 && peers.size() == 4);
        await().until(() -> gateway.get(1).closed().isComplete());
        assertThat(session.readyCarriers()).isEqualTo(2);
        assertThat(gateway.get(0).available()).isFalse();
        assertThat(gateway.get(0).closed().isComplete()).isFalse();
        running.context().runOnContext(done -> running.reset(ResetCode.CANCELLED, "seen enough"));
        await().until(() -> gateway.get(0).closed().isComplete());
        assertThat(session.readyCarriers()).isEqualTo(2);
        assertThat(gateway).hasSize(4);
    }

    @Test
    void aCarrierThatCannotBeRenewedStays() throws Exception {
        AgentSession session = session(1);
        await().until(() -> session.readyCarriers() == 1);
        grpc.failure = new DialException(Hop.CREDENTIAL, true, "refused");

        session.renew();

        await().until(() -> grpc.dials.size() == 2);
        assertThat(session.readyCarriers()).isEqualTo(1);
        assertThat(gateway.get(0).available()).isTrue();
        assertThat(gateway).hasSize(1);
    }

    @Test
    void theFirstWaitIsShortAgainBehindEachRestartOfTheGateway() throws Exception {
        // Were they not counted from one again, the second eight failures would take a minute.
        SessionTiming patient = new SessionTiming(
                Duration.ofMillis(1),
                Duration.ofHours(1),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMillis(1),
                Duration.ofHours(1),
                Duration.ofSeconds(5));
        grpc.unreachable.set(8);
        AgentSession session = session(1, patient);
        await().until(() -> session.readyCarriers() == 1);

        grpc.unreachable.set(8);
        gateway.get(0).drain(Duration.ofSeconds(20), "restart");

        await().until(() -> gateway.size() == 2 && session.readyCarriers() == 1);
        assertThat(grpc.dials).hasSize(18);
    }

    @Test
    void aGatewayThatRestartsIsDialledWithinSecondsHoweverOftenItWasAwayMeanwhile() throws Exception {
        // Did they double, forty failures would take years.
        SessionTiming expecting = new SessionTiming(
                Duration.ofMillis(1),
                Duration.ofDays(1000),
                Duration.ZERO,
                Duration.ofHours(1),
                Duration.ofMillis(4),
                Duration.ofMillis(1),
                Duration.ofHours(1),
                Duration.ofSeconds(5));
        AgentSession session = session(1, expecting);
        await().until(() -> session.readyCarriers() == 1);

        grpc.unreachable.set(40);
        carriers.get(0).lose();

        await().until(() -> gateway.size() == 2 && session.readyCarriers() == 1);
        assertThat(grpc.dials).hasSize(42);
    }

    @Test
    void agentsOfAGatewayThatDrainsDoNotAllComeBackAtOnce() throws Exception {
        dialsNoMoreAtOnceBehindADrain(Duration.ofMillis(1), Duration.ZERO, Duration.ofDays(1000));
    }

    @Test
    void aGatewayThatDrainsWhatItHasJustAcceptedIsDialledLikeOneThatFails() throws Exception {
        dialsNoMoreAtOnceBehindADrain(Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(1));
    }

    private void dialsNoMoreAtOnceBehindADrain(Duration firstRetry, Duration proven, Duration drained)
            throws Exception {
        Duration hour = Duration.ofHours(1);
        AgentSession session =
                session(1, new SessionTiming(firstRetry, hour, proven, hour, firstRetry, drained, hour, hour));
        await().until(() -> session.readyCarriers() == 1);

        gateway.get(0).drain(Duration.ofSeconds(20), "restart");

        // The drained carrier ends behind what the agent does about the drain.
        await().until(() -> gateway.get(0).closed().isComplete());
        await().until(() -> session.readyCarriers() == 0);
        assertThat(grpc.dials).hasSize(1);
    }

    @Test
    void webSocketIsUsedWhereGrpcDoesNotGetThroughAndLeftAgainWhenItDoes() throws Exception {
        grpc.failure = new DialException(Hop.ALPN, true, "no HTTP/2");
        AgentSession session = session(1);
        await().until(() -> session.readyCarriers() == 1);
        assertThat(websocket.dials).hasSize(1);

        // What worked is tried first.
        int before = grpc.dials.size();
        carriers.get(0).lose();
        await().until(() -> websocket.dials.size() == 2 && session.readyCarriers() == 1);
        assertThat(grpc.dials.size() - before).isLessThanOrEqualTo(2);

        grpc.failure = null;
        await().until(() -> gateway.size() == 3 && session.readyCarriers() == 1);
        await().until(() -> gateway.get(1).closed().isComplete());
        assertThat(gateway.get(2).closed().isComplete()).isFalse();
        assertThat(websocket.dials).hasSize(2);
    }

    @Test
    void aCredentialThatIsNotKnownIsNotTriedInAnotherWayAndNotInAHurry() throws Exception {
        grpc.failure = new DialException(Hop.CREDENTIAL, true, "unknown token");
        AgentSession session = session(1);
        await().until(() -> grpc.dials.size() >= 4);
        assertThat(websocket.dials).isEmpty();
        assertThat(session.readyCarriers()).isZero();
        for (int i = 1; i < 4; i++) {
            // Half of the longest wait, at least.
            assertThat(Duration.ofNanos(grpc.dials.get(i) - grpc.dials.get(i - 1)))
                    .isGreaterThan(Duration.ofMillis(45));
        }
    }

    @Test
    void aSessionThatDrainsTellsTheGatewayAndDialsNoMore() throws Exception {
        AgentSession session = session(2);
        await().until(() -> session.readyCarriers() == 2);
        session.drain(Duration.ofSeconds(5))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(session.readyCarriers()).isZero();
        for (Endpoint endpoint : gateway) {
            assertThat(endpoint.peerDraining().succeeded()).isTrue();
            await().until(() -> endpoint.closed().isComplete());
        }
        assertThat(gateway).hasSize(2);
    }
}
