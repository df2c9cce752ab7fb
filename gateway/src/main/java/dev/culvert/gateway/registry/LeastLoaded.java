package dev.culvert.gateway.registry;

import java.util.List;
import java.util.Optional;

/** Chooses the route with the fewest open streams. */
final class LeastLoaded {
    /**
     * Streams by which a route on the asking event loop may be ahead and is still chosen: crossing to another loop costs each
     * buffer two wake-ups, which a handful of mostly idle streams does not.
     */
    static final int LOCAL_ADVANTAGE = 8;

    private LeastLoaded() {}

    static <R extends Route> Optional<R> choose(List<R> routes) {
        Thread here = Thread.currentThread();
        Optional<R> best = Optional.empty();
        long least = Long.MAX_VALUE;
        for (R route : routes) {
            long load = route.openStreams() - (route.loop() == here ? LOCAL_ADVANTAGE : 0L);
            if (load < least && route.available()) {
                least = load;
                best = Optional.of(route);
            }
        }
        return best;
    }
}
