package dev.culvert.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.gateway.status.StatusException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RouteTableTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Future<Void> STAYS = Promise.<Void>promise().future();
    private static final Thread ELSEWHERE = new Thread(() -> {});

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void theLeastLoadedAvailableRouteIsChosen() {
        RouteTable<FakeRoute> table = table(settings(LONG, LONG, 10, 10));
        FakeRoute busy = new FakeRoute("s1", 5);
        FakeRoute idle = new FakeRoute("s1", 1);
        FakeRoute gone = new FakeRoute("s2", 0);
        gone.available = false;
        List.of(busy, idle, gone).forEach(route -> table.add("north", route));

        assertThat(table.find("north", STAYS).result()).isSameAs(idle);
        idle.streams = 6;
        assertThat(table.find("north", STAYS).result()).isSameAs(busy);
    }

    @Test
    void aRouteOnTheAskingEventLoopIsPreferredWithinReason() {
        RouteTable<FakeRoute> table = table(settings(LONG, LONG, 10, 10));
        FakeRoute far = new FakeRoute("s1", 0);
        FakeRoute near = new FakeRoute("s1", LeastLoaded.LOCAL_ADVANTAGE - 1);
        near.loop = Thread.currentThread();
        List.of(far, near).forEach(route -> table.add("north", route));

        assertThat(table.find("north", STAYS).result()).isSameAs(near);
        near.streams = 2 * (LeastLoaded.LOCAL_ADVANTAGE + 1);
        assertThat(table.find("north", STAYS).result()).isSameAs(far);
        far.streams = 100;
        near.streams = 200;
        assertThat(table.find("north", STAYS).result()).isSameAs(near);
        near.streams = 2 * (100 + LeastLoaded.LOCAL_ADVANTAGE + 1);
        assertThat(table.find("north", STAYS).result()).isSameAs(far);
    }

    @Test
    void theOneThatRefusedIsTakenOnlyWhereThereIsNoOther() {
        RouteTable<FakeRoute> table = table(settings(Duration.ZERO, LONG, 10, 10));
        FakeRoute refused = new FakeRoute("s1", 0);
        FakeRoute other = new FakeRoute("s1", 50);
        List.of(refused, other).forEach(route -> table.add("north", route));

        assertThat(table.findOther("north", route -> route == refused, STAYS).result())
                .isSameAs(other);
        other.available = false;
        assertThat(table.findOther("north", route -> route == refused, STAYS).result())
                .isSameAs(refused);
        refused.available = false;
        assertUnavailable(table.findOther("north", route -> route == refused, STAYS), "is not connected");
    }

    @Test
    void whoLeavesGivesThePlaceToTheNext() {
        RouteTable<FakeRoute> table = table(settings(LONG, LONG, 1, 1));
        Promise<Void> gone = Promise.promise();
        Future<FakeRoute> left = table.find("north", gone.future());
        await().until(() -> table.waiting() == 1);

        gone.complete();

        await().until(() -> table.waiting() == 0);
        await().until(left::failed);
        Future<FakeRoute> next = table.find("north", STAYS);
        await().until(() -> table.waiting() == 1);
        FakeRoute route = new FakeRoute("s1", 0);
        table.add("north", route);
        assertThat(next.await()).isSameAs(route);
        assertThat(table.waiting()).isZero();
    }

    @Test
    void whoHasLeftAlreadyKeepsNoPlace() {
        RouteTable<FakeRoute> table = table(settings(LONG, LONG, 1, 1));

        Future<FakeRoute> left = table.find("north", Future.succeededFuture());

        await().until(left::failed);
        assertThat(table.waiting()).isZero();
    }

    @Test
    void oneClusterNeverGetsTheRouteOfAnother() {
        RouteTable<FakeRoute> table = table(settings(Duration.ZERO, LONG, 10, 10));
        table.add("north", new FakeRoute("s1", 0));

        assertUnavailable(table.find("south", STAYS), "is not connected");
    }

    @Test
    void aRequestWaitsForTheAgentAndGoesOnOnItsOwnContext() {
        RouteTable<FakeRoute> table = table(settings(LONG, LONG, 10, 10));
        Context context = vertx.getOrCreateContext();
        Promise<Thread> asked = Promise.promise();
        Promise<Thread> answered = Promise.promise();
        context.runOnContext(v -> {
            asked.complete(Thread.currentThread());
            table.find("north", STAYS).onSuccess(route -> answered.complete(Thread.currentThread()));
        });
        Thread loop = asked.future().await();
        FakeRoute other = new FakeRoute("s1", 0);

        assertThat(answered.future().isComplete()).isFalse();
        table.add("south", other);
        assertThat(answered.future().isComplete()).isFalse();
        table.add("north", new FakeRoute("s1", 0));

        assertThat(answered.future().await()).isSameAs(loop);
    }

    @Test
    void allThatWaitGoOnWhenTheAgentIsBack() {
        RouteTable<FakeRoute> table = table(settings(LONG, LONG, 100, 100));
        List<Future<FakeRoute>> parked = find(table, "north", 50);

        FakeRoute route = new FakeRoute("s1", 0);
        table.add("north", route);

        assertThat(Future.all(parked).await().<FakeRoute>list()).hasSize(50).containsOnly(route);
    }

    @Test
    void aRequestWaitsNoLongerThanItsPatience() {
        RouteTable<FakeRoute> table = table(settings(Duration.ofMillis(50), LONG, 10, 10));

        Future<FakeRoute> parked = table.find("north", STAYS);

        assertThat(parked.isComplete()).isFalse();
        await().atMost(Duration.ofSeconds(5)).until(parked::isComplete);
        assertUnavailable(parked, "did not come back in time");
    }

    @Test
    void aPlaceIsFreeAgainWhenPatienceIsOver() {
        RouteTable<FakeRoute> table = table(settings(Duration.ofMillis(50), LONG, 1, 1));
        for (int i = 0; i < 3; i++) {
            Future<FakeRoute> parked = table.find("north", STAYS);
            await().atMost(Duration.ofSeconds(5)).until(parked::isComplete);
            assertUnavailable(parked, "did not come back in time");
        }
    }

    @Test
    void behindTheWindowNobodyWaits() {
        RouteTable<FakeRoute> table = table(settings(LONG, Duration.ofSeconds(10), 10, 10));
        FakeRoute route = new FakeRoute("s1", 0);
        table.add("north", route);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        table.remove("north", route);

        Future<FakeRoute> early = table.find("north", STAYS);
        await().until(() -> table.waiting() == 1);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        Future<FakeRoute> late = table.find("north", STAYS);

        assertUnavailable(late, "is not connected");
        assertThat(early.isComplete()).isFalse();
    }

    @Test
    void rightAfterTheStartRequestsWaitForAgentsToComeBack() {
        RouteTable<FakeRoute> table = table(settings(LONG, Duration.ofSeconds(10), 10, 10));

        Future<FakeRoute> early = table.find("north", STAYS);
        await().until(() -> table.waiting() == 1);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(early.isComplete()).isFalse();
        assertUnavailable(table.find("west", STAYS), "is not connected");
    }

    @Test
    void aSlowStartDoesNotUseUpTheWindow() {
        RouteTable<FakeRoute> table = table(settings(LONG, Duration.ofSeconds(10), 10, 10));
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertUnavailable(table.find("north", STAYS), "is not connected");

        table.open();

        assertThat(table.find("north", STAYS).isComplete()).isFalse();
        assertThat(table.find("west", STAYS).isComplete()).isFalse();
    }

    @Test
    void requestsWaitWhereTheOnlyRouteDrains() {
        RouteTable<FakeRoute> table = table(settings(LONG, LONG, 10, 10));
        FakeRoute draining = new FakeRoute("s1", 3);
        table.add("north", draining);
        draining.available = false;
        List<Future<FakeRoute>> parked = find(table, "north", 1);

        FakeRoute successor = new FakeRoute("s2", 0);
        table.add("north", successor);

        assertThat(parked.get(0).await()).isSameAs(successor);
    }

    @Test
    void noMoreWaitThanMayWait() {
        RouteTable<FakeRoute> table = table(settings(LONG, LONG, 2, 3));
        List<Future<FakeRoute>> north = find(table, "north", 3);

        await().until(() -> north.get(2).isComplete());
        assertThat(north.get(2).cause()).isInstanceOfSatisfying(StatusException.class, status -> {
            assertThat(status.code()).isEqualTo(429);
            assertThat(status.retryAfterSeconds()).hasValue(2);
        });
        assertThat(north.subList(0, 2)).noneMatch(Future::isComplete);
        Future<FakeRoute> south = find(table, "south", 1).get(0);
        Future<FakeRoute> west = find(table, "west", 1).get(0);
        await().until(west::isComplete);
        assertThat(((StatusException) west.cause()).code()).isEqualTo(429);
        assertThat(south.isComplete()).isFalse();
    }

    @Test
    void aSessionAndAClusterHaveLimits() {
        RouteTable<FakeRoute> table = table(settings(LONG, LONG, 10, 10));
        FakeRoute first = new FakeRoute("s1", 0);

        assertThat(table.add("north", first)).isTrue();
        assertThat(table.add("north", new FakeRoute("s1", 0))).isTrue();
        assertThat(table.add("north", new FakeRoute("s1", 0))).isFalse();
        assertThat(table.add("north", new FakeRoute("s2", 0))).isTrue();
        assertThat(table.add("north", new FakeRoute("s3", 0))).isFalse();
        assertThat(table.add("south", new FakeRoute("s1", 0))).isTrue();
        assertThat(table.size("north")).isEqualTo(3);
        table.remove("north", first);
        assertThat(table.add("north", new FakeRoute("s1", 0))).isTrue();
    }

    @Test
    void closingEndsAllWaitingAtOnce() {
        RouteTable<FakeRoute> table = table(settings(LONG, LONG, 10, 10));
        Future<FakeRoute> parked = find(table, "north", 1).get(0);

        table.close();

        await().until(parked::isComplete);
        assertUnavailable(parked, "the gateway shuts down");
        assertUnavailable(table.find("north", STAYS), "the gateway shuts down");
        assertThat(table.add("north", new FakeRoute("s1", 0))).isFalse();
    }

    /** Asks from one event loop, so that the requests wait in this order; returns when all of them do. */
    private List<Future<FakeRoute>> find(RouteTable<FakeRoute> table, String cluster, int times) {
        Promise<List<Future<FakeRoute>>> asked = Promise.promise();
        vertx.getOrCreateContext().runOnContext(v -> {
            List<Future<FakeRoute>> futures = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                futures.add(table.find(cluster, STAYS));
            }
            Context here = Vertx.currentContext();
            here.runOnContext(w -> asked.complete(futures));
        });
        return asked.future().await();
    }

    private RouteTable<FakeRoute> table(RegistrySettings settings) {
        return new RouteTable<>(vertx, settings, nanos::get);
    }

    private static RegistrySettings settings(Duration patience, Duration window, int perCluster, int total) {
        return new RegistrySettings(patience, window, perCluster, total, 2, 2);
    }

    private static void assertUnavailable(Future<?> future, String text) {
        assertThat(future.failed()).isTrue();
        assertThat(future.cause()).isInstanceOfSatisfying(StatusException.class, status -> {
            assertThat(status.code()).isEqualTo(503);
            assertThat(status.text()).contains(text);
        });
    }

    private static final class FakeRoute implements Route {
        private final String session;
        private volatile int streams;
        private volatile boolean available = true;
        private volatile Thread loop = ELSEWHERE;

        FakeRoute(String session, int streams) {
            this.session = session;
            this.streams = streams;
        }

        @Override
        public boolean available() {
            return available;
        }

        @Override
        public int openStreams() {
            return streams;
        }

        @Override
        public String session() {
            return session;
        }

        @Override
        public Thread loop() {
            return loop;
        }
    }
}
