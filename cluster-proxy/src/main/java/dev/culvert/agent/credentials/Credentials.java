package dev.culvert.agent.credentials;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access of this moment. Reads its source again on a period, so that a rotated token or authority is used by the next
 * request; requests that run are not touched. A source that cannot be read leaves the last good access in force.
 *
 * <p><b>Threading.</b> {@link #current} on any thread.
 */
public final class Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);

    private final Vertx vertx;
    private final AccessSource source;
    private final long timer;
    private volatile ApiAccess access;
    private volatile boolean failing;

    private Credentials(Vertx vertx, AccessSource source, ApiAccess first, Duration period) {
        this.vertx = vertx;
        this.source = source;
        this.access = first;
        this.timer = vertx.setPeriodic(period.toMillis(), id -> refresh());
    }

    /** Reads the source for the first time. Fails with {@link CredentialsException}. */
    public static Future<Credentials> load(Vertx vertx, AccessSource source, Duration period) {
        return vertx.executeBlocking(source::read).map(first -> {
            LOG.atInfo()
                    .addKeyValue("source", source.description())
                    .addKeyValue("apiServer", first.server().authority())
                    .log("API server credentials loaded");
            if (first.tls().insecure()) {
                LOG.atWarn().log("The API server's certificate is not verified: insecure-skip-tls-verify is set");
            }
            return new Credentials(vertx, source, first, period);
        });
    }

    /** What the next request uses. */
    public ApiAccess current() {
        return access;
    }

    /** Reads the source again, now. Never fails: what goes wrong is logged, once. */
    Future<Void> refresh() {
        return vertx.executeBlocking(source::read).transform(read -> {
            if (read.succeeded()) {
                take(read.result());
            } else if (!failing) {
                failing = true;
                LOG.atWarn()
                        .addKeyValue("source", source.description())
                        .addKeyValue("error", read.cause().getMessage())
                        .log("API server credentials cannot be read again, the last ones stay in use");
            }
            return Future.succeededFuture();
        });
    }

    private void take(ApiAccess read) {
        failing = false;
        if (!read.isSameAs(access)) {
            access = read;
            LOG.atInfo().addKeyValue("source", source.description()).log("API server credentials changed");
        }
    }

    public void close() {
        vertx.cancelTimer(timer);
    }
}
