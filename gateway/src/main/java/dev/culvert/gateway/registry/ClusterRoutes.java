package dev.culvert.gateway.registry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The routes to one cluster, and who waits for one. Any thread; guarded by its own monitor, under which nobody is called back.
 */
final class ClusterRoutes<R extends Route> {
    private volatile List<R> routes = List.of();
    private final Deque<Waiting<R>> waiting = new ArrayDeque<>();
    private long lostNanos;
    private boolean closed;

    /**
     * @param startNanos when the gateway started: an agent may be on its way back to it
     */
    ClusterRoutes(long startNanos) {
        this.lostNanos = startNanos;
    }

    synchronized void lost(long nowNanos) {
        lostNanos = nowNanos;
    }

    Optional<R> choose() {
        return LeastLoaded.choose(routes);
    }

    /** Chooses among the others, as long as one of them is available. */
    Optional<R> chooseOther(Predicate<R> refused) {
        return LeastLoaded.choose(routes.stream().filter(refused.negate()).toList());
    }

    /** Adds the route, unless a limit is reached; returns who was waiting for it. Empty: refused. */
    synchronized Optional<List<Waiting<R>>> add(R route, int maxPerSession, int maxSessions) {
        long ofSession =
                routes.stream().filter(r -> r.session().equals(route.session())).count();
        long others = routes.stream()
                .map(Route::session)
                .filter(session -> !session.equals(route.session()))
                .distinct()
                .count();
        if (closed || ofSession >= maxPerSession || others >= maxSessions) {
            return Optional.empty();
        }
        List<R> more = new ArrayList<>(routes);
        more.add(route);
        routes = List.copyOf(more);
        return Optional.of(takeWaiting());
    }

    synchronized void remove(R route, long nowNanos) {
        List<R> fewer = new ArrayList<>(routes);
        if (fewer.remove(route)) {
            routes = List.copyOf(fewer);
            if (fewer.isEmpty()) {
                lostNanos = nowNanos;
            }
        }
    }

    /**
     * When a request that comes now has waited long enough, in nanoseconds from now; zero or less where it must not wait. A
     * route that is there and takes nothing (it drains, or is full) counts as one lost this moment.
     */
    synchronized long patienceNanos(long patienceNanos, long windowNanos, long nowNanos) {
        if (closed) {
            return 0;
        }
        long sinceLoss = routes.isEmpty() ? nowNanos - lostNanos : 0;
        return Math.min(patienceNanos, windowNanos - sinceLoss);
    }

    /** Adds somebody who waits; false where there are too many, or a route has come since it was looked for. */
    synchronized Parked park(Waiting<R> one, int max) {
        if (closed) {
            return Parked.CLOSED;
        }
        if (LeastLoaded.choose(routes).isPresent()) {
            return Parked.NOT_NEEDED;
        }
        if (waiting.size() >= max) {
            return Parked.TOO_MANY;
        }
        waiting.add(one);
        return Parked.WAITING;
    }

    /** Whether it was still waiting: whoever gets true is the one to answer it. */
    synchronized boolean unpark(Waiting<R> one) {
        return waiting.remove(one);
    }

    /** No route is taken and nobody waits from now on; returns who was waiting. */
    synchronized List<Waiting<R>> close() {
        closed = true;
        return takeWaiting();
    }

    List<R> all() {
        return routes;
    }

    int size() {
        return routes.size();
    }

    private List<Waiting<R>> takeWaiting() {
        List<Waiting<R>> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    enum Parked {
        WAITING,
        NOT_NEEDED,
        TOO_MANY,
        CLOSED
    }
}
