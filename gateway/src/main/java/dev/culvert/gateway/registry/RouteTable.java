package dev.culvert.gateway.registry;

import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusReason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The routes to all clusters, and the parking of requests while there is none.
 *
 * <p>A request waits at most {@code patience}, and only within {@code window} of the loss: clients ask several times for one
 * command, and each of those waits would add up. A cluster without an agent for longer than the window fails at once. Any
 * thread; each future completes on the context that asked for it.
 */
final class RouteTable<R extends Route> {
    private final Vertx vertx;
    private final RegistrySettings settings;
    private final LongSupplier nanos;
    private volatile long startNanos;
    private final Map<String, ClusterRoutes<R>> clusters = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    RouteTable(Vertx vertx, RegistrySettings settings, LongSupplier nanos) {
        this.vertx = vertx;
        this.settings = settings;
        this.nanos = nanos;
        this.startNanos = nanos.getAsLong();
    }

    /** Agents have been able to connect since this moment, and those of before a restart are on their way. */
    void open() {
        startNanos = nanos.getAsLong();
        clusters.values().forEach(routes -> routes.lost(startNanos));
    }

    /**
     * @param gone completes where nobody waits any more
     */
    Future<R> find(String cluster, Future<Void> gone) {
        if (closed) {
            return Future.failedFuture(shuttingDown());
        }
        ClusterRoutes<R> routes = routes(cluster);
        Optional<R> route = routes.choose();
        if (route.isPresent()) {
            return Future.succeededFuture(route.get());
        }
        long now = nanos.getAsLong();
        long patience = routes.patienceNanos(
                settings.patience().toNanos(), settings.window().toNanos(), now);
        if (patience <= 0) {
            return Future.failedFuture(notConnected(cluster));
        }
        Waiting<R> one = new Waiting<>(cluster, vertx.getOrCreateContext(), now + patience);
        one.context.runOnContext(ignored -> {
            park(one);
            // Behind it: whoever has gone already leaves at once.
            gone.onSuccess(left -> one.context.runOnContext(next -> forget(one)));
        });
        return one.promise.future();
    }

    /** The same, but one that refused is found only where there is no other: it may still be the least loaded. */
    Future<R> findOther(String cluster, Predicate<R> refused, Future<Void> gone) {
        Optional<R> other = closed ? Optional.empty() : routes(cluster).chooseOther(refused);
        return other.map(Future::succeededFuture).orElseGet(() -> find(cluster, gone));
    }

    /** Adds the route, unless the cluster has all that it may have; false then. */
    boolean add(String cluster, R route) {
        Optional<List<Waiting<R>>> woken =
                routes(cluster).add(route, settings.maxCarriersPerSession(), settings.maxSessionsPerCluster());
        woken.ifPresent(all -> all.forEach(one -> one.context.runOnContext(ignored -> wake(one))));
        return woken.isPresent();
    }

    void remove(String cluster, R route) {
        routes(cluster).remove(route, nanos.getAsLong());
    }

    /** Requests that wait now. */
    int waiting() {
        return waiting.get();
    }

    int size(String cluster) {
        return routes(cluster).size();
    }

    /** Those of the cluster now; asks nobody to remember a cluster that has none. */
    List<R> all(String cluster) {
        ClusterRoutes<R> known = clusters.get(cluster);
        return known == null ? List.of() : known.all();
    }

    /** Whoever waits fails now, and whoever asks from now on fails at once. Idempotent. */
    void close() {
        closed = true;
        for (ClusterRoutes<R> routes : clusters.values()) {
            routes.close().forEach(one -> one.context.runOnContext(ignored -> leave(one, shuttingDown())));
        }
    }

    private ClusterRoutes<R> routes(String cluster) {
        return clusters.computeIfAbsent(cluster, name -> new ClusterRoutes<>(startNanos));
    }

    /** On the request's context. */
    private void park(Waiting<R> one) {
        long remaining = one.deadlineNanos - nanos.getAsLong();
        if (remaining <= 0) {
            one.promise.fail(notBack(one.cluster));
            return;
        }
        if (waiting.incrementAndGet() > settings.maxWaiting()) {
            waiting.decrementAndGet();
            one.promise.fail(tooManyWaiting(one.cluster));
            return;
        }
        one.timer = vertx.setTimer(Math.max(1, Duration.ofNanos(remaining).toMillis()), ignored -> giveUp(one));
        switch (routes(one.cluster).park(one, settings.maxWaitingPerCluster())) {
            case WAITING -> {}
            case NOT_NEEDED -> wake(one);
            case TOO_MANY -> leave(one, tooManyWaiting(one.cluster));
            case CLOSED -> leave(one, shuttingDown());
        }
    }

    /** On the request's context, when it is no longer in the queue: a route has come. */
    private void wake(Waiting<R> one) {
        vertx.cancelTimer(one.timer);
        waiting.decrementAndGet();
        Optional<R> route = routes(one.cluster).choose();
        if (route.isPresent()) {
            one.promise.complete(route.get());
        } else {
            park(one);
        }
    }

    /** On the request's context. A route may have become free without having been added. */
    private void giveUp(Waiting<R> one) {
        if (routes(one.cluster).unpark(one)) {
            waiting.decrementAndGet();
            routes(one.cluster)
                    .choose()
                    .ifPresentOrElse(one.promise::complete, () -> one.promise.fail(notBack(one.cluster)));
        }
    }

    /** On the request's context. */
    private void forget(Waiting<R> one) {
        if (routes(one.cluster).unpark(one)) {
            leave(one, notBack(one.cluster));
        }
    }

    /** On the request's context, when it is no longer in the queue. */
    private void leave(Waiting<R> one, StatusException why) {
        vertx.cancelTimer(one.timer);
        waiting.decrementAndGet();
        one.promise.fail(why);
    }

    /** Without Retry-After: clients that heed it would ask ten times before they tell their user. */
    private static StatusException notConnected(String cluster) {
        return unavailable("the agent of cluster \"" + cluster + "\" is not connected");
    }

    private static StatusException notBack(String cluster) {
        return unavailable("the agent of cluster \"" + cluster + "\" is not connected and did not come back in time");
    }

    private static StatusException unavailable(String message) {
        return new StatusException(StatusReason.SERVICE_UNAVAILABLE, message);
    }

    private static StatusException tooManyWaiting(String cluster) {
        return StatusException.tooManyRequests(
                "too many requests wait for the agent of cluster \"" + cluster + "\" to come back", 2);
    }

    private static StatusException shuttingDown() {
        return StatusException.serviceUnavailable("the gateway shuts down", 1);
    }
}
