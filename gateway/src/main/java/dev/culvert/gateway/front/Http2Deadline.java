package dev.culvert.gateway.front;

import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.IdentityHashMap;

/**
 * Closes HTTP/2 connections on which nothing is under way, and sooner those of strangers, which have only ever asked without a
 * valid credential: asking costs the asker next to nothing there. Not at once, since some clients, Java's among them, lose an
 * answer that GOAWAY follows closely. One for all connections of an event loop, and called there only. While a request is under
 * way nothing is timed.
 */
final class Http2Deadline {
    private static final long NONE = -1;

    /** From a stranger's answer to its next request. kube-apiserver waits as long between GOAWAY and the end. */
    private static final Duration STRANGER = Duration.ofSeconds(1);

    /** To send an answer that is written. */
    private static final Duration LAST_ANSWER = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Duration first;
    private final Duration idle;
    private final IdentityHashMap<HttpConnection, State> connections = new IdentityHashMap<>();

    /**
     * @param first from a connection's start to its first request
     * @param idle from the end of the last request under way to the next
     */
    Http2Deadline(Vertx vertx, Duration first, Duration idle) {
        this.vertx = vertx;
        this.first = first;
        this.idle = idle;
    }

    void opened(HttpConnection connection, Channel channel) {
        State state = new State();
        connections.put(connection, state);
        // Not the connection's close handler: there is one, and an agent's carrier may want it.
        channel.closeFuture().addListener(gone -> closed(connection));
        arm(state, first, connection::close);
    }

    void began(HttpConnection connection) {
        State state = connections.get(connection);
        if (state != null) {
            state.underWay++;
            disarm(state);
        }
    }

    /**
     * @param stranger whether the request had no valid credential
     */
    void ended(HttpConnection connection, boolean stranger) {
        State state = connections.get(connection);
        if (state == null) {
            return;
        }
        state.known |= !stranger;
        if (--state.underWay > 0) {
            return;
        }
        if (state.known) {
            arm(state, idle, connection::close);
        } else {
            arm(state, STRANGER, () -> connection.shutdown(LAST_ANSWER));
        }
    }

    private void closed(HttpConnection connection) {
        State state = connections.remove(connection);
        if (state != null) {
            disarm(state);
        }
    }

    private void arm(State state, Duration timeout, Runnable end) {
        disarm(state);
        state.timer = vertx.setTimer(timeout.toMillis(), fired -> end.run());
    }

    private void disarm(State state) {
        if (state.timer != NONE) {
            vertx.cancelTimer(state.timer);
            state.timer = NONE;
        }
    }

    private static final class State {
        private int underWay;
        private boolean known;
        private long timer = NONE;
    }
}
