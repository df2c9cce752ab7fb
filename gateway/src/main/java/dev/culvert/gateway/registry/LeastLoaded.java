package dev.culvert.gateway.registry;

import java.util.List;
import java.util.Optional;

/** Chooses the route with the fewest open streams. */
final class LeastLoaded {
    /**
     * A route on the asking event loop counts for half of its streams, and for so many less: crossing to another loop costs each
     * buffer two wake-ups, which a handful of mostly idle streams does not. Of callers that are spread over the loops, so many
     * are within a turn of the loop on one side that a few streams alone would send every second request across.
     */
    static final int LOCAL_ADVANTAGE = 8;

    private LeastLoaded() {}

    static <R extends Route> Optional<R> choose(List<R> routes) {
        Thread here = Thread.currentThread();
        Optional<R> best = Optional.empty();
        long least = Long.MAX_VALUE;
        for (R route : routes) {
            int open = route.openStreams();
            long load = route.loop() == here ? open / 2 - LOCAL_ADVANTAGE : open;
            if (load < least && route.available()) {
                least = load;
                best = Optional.of(route);
            }
        }
        return best;
    }
}
