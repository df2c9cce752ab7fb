package dev.culvert.agent.replay;

import dev.culvert.agent.credentials.ApiAccess;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientConnection;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One HTTP/2 connection to the API server, and how many streams of it are taken. One event-loop thread. */
final class Http2Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Connection.class);
    private static final Buffer PING = Buffer.buffer("culvert!");
    private static final long PING_TIMEOUT_MS = 15_000;
    private static final int IDLE_CHECKS = 20;

    private final HttpClientConnection connection;
    private final ApiAccess access;
    private final Consumer<Http2Connection> whenUnusable;
    private int taken;
    private int idleChecks;
    private boolean pinging;
    private boolean retired;
    private boolean leaving;
    private boolean closed;

    /**
     * @param whenUnusable told, once or more, that no more streams can be taken
     * @param whenClosed told that nothing is left of it
     */
    Http2Connection(
            HttpClientConnection connection,
            ApiAccess access,
            Consumer<Http2Connection> whenUnusable,
            Consumer<Http2Connection> whenClosed) {
        this.connection = connection;
        this.access = access;
        this.whenUnusable = whenUnusable;
        // GOAWAY. Not the handler that is given the frame: Vert.x copies the frame's data for it and never frees the
        // copy.
        connection.shutdownHandler(goAway -> {
            leaving = true;
            LOG.atDebug().log("The API server is leaving a connection");
            leave();
        });
        connection.closeHandler(end -> {
            closed = true;
            leave();
            whenClosed.accept(this);
        });
        // Reported to the streams as well.
        connection.exceptionHandler(failure -> {});
    }

    HttpClientConnection connection() {
        return connection;
    }

    /** Whether it was made with what is in force now. The token does not matter: each request carries its own. */
    boolean isFor(ApiAccess now) {
        return access == now
                || (access.tls().equals(now.tls()) && access.server().equals(now.server()));
    }

    /** What a request on it is sent with: the token of now, unless that is another server's; and always its own server. */
    ApiAccess accessAsOf(ApiAccess now) {
        return isFor(now) ? now : access;
    }

    boolean tryTake() {
        if (retired || taken >= Math.min(connection.maxActiveStreams(), ApiClients.MAX_STREAMS)) {
            return false;
        }
        taken++;
        idleChecks = 0;
        return true;
    }

    void giveBack() {
        taken--;
        closeWhenDone();
    }

    /**
     * Whether the server has announced that it leaves, and the connection is still there. A stream that ends at such a moment,
     * with nothing said about it, is one that the announcement does not cover: the server has not looked at it (RFC 9113, 6.8).
     */
    boolean isBeingLeft() {
        return leaving && !closed;
    }

    /** Takes nothing new from now on. */
    void retire() {
        retired = true;
        closeWhenDone();
    }

    private void leave() {
        whenUnusable.accept(this);
        retire();
    }

    private void closeWhenDone() {
        if (retired && taken == 0) {
            connection.close();
        }
    }

    /**
     * Finds a dead peer, since an idle watch would wait for it for ever; and closes a connection that nobody has needed for
     * some minutes.
     */
    void check(boolean spare) {
        if (spare && taken == 0 && ++idleChecks > IDLE_CHECKS) {
            leave();
            return;
        }
        if (pinging) {
            return;
        }
        pinging = true;
        Vertx vertx = Vertx.currentContext().owner();
        long timer = vertx.setTimer(PING_TIMEOUT_MS, id -> {
            LOG.atWarn().log("The API server does not answer pings, the connection is closed");
            connection.close();
        });
        connection.ping(PING).onComplete(answered -> {
            pinging = false;
            vertx.cancelTimer(timer);
        });
    }
}
