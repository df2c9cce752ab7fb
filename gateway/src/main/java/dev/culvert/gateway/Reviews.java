package dev.culvert.gateway;

import dev.culvert.gateway.directory.CurrentDirectory;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Has everything that runs looked at again when the directory has changed, and when a token has expired: what could not begin any
 * more ends.
 */
final class Reviews {
    /** The longest that something goes on after its token has expired. */
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final CurrentDirectory directory;
    private final InstantSource clock;
    private final Runnable review;
    private Instant last;

    /**
     * @param review looks at everything; on any thread
     */
    Reviews(CurrentDirectory directory, InstantSource clock, Runnable review) {
        this.directory = directory;
        this.clock = clock;
        this.review = review;
        this.last = clock.instant();
        directory.onChange(review);
    }

    /** Until Vert.x is closed. */
    void start(Vertx vertx) {
        vertx.setPeriodic(PERIOD.toMillis(), ignored -> onTime());
    }

    private synchronized void onTime() {
        Instant now = clock.instant();
        boolean expired = directory.get().anyExpired(last, now);
        last = now;
        if (expired) {
            review.run();
        }
    }
}
