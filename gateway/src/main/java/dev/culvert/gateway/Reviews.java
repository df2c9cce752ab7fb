package dev.culvert.gateway;

import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.relay.Relay;
import dev.culvert.gateway.session.AgentSessions;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Has everything that runs looked at again when something has changed by which it could begin, and when a credential has expired:
 * what could not begin any more ends.
 */
final class Reviews {
    /** The longest that something goes on after its credential has expired. One look then costs a comparison for each request. */
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final CurrentDirectory directory;
    private final InstantSource clock;
    private final AgentSessions sessions;
    private final Relay relay;
    private Instant last;

    Reviews(CurrentDirectory directory, InstantSource clock, AgentSessions sessions, Relay relay) {
        this.directory = directory;
        this.clock = clock;
        this.sessions = sessions;
        this.relay = relay;
        this.last = clock.instant();
        directory.onChange(this::all);
    }

    /** Looks at everything. Any thread. */
    void all() {
        sessions.review();
        relay.review();
    }

    /** Until Vert.x is closed. */
    void start(Vertx vertx) {
        vertx.setPeriodic(PERIOD.toMillis(), ignored -> onTime());
    }

    private synchronized void onTime() {
        Instant now = clock.instant();
        if (directory.get().anyAgentTokenExpired(last, now)) {
            sessions.review();
        }
        relay.reviewEnded(now);
        last = now;
    }
}
