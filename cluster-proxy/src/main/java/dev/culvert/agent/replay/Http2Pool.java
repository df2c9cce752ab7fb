package dev.culvert.agent.replay;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP/2 connections to the API server of one event loop. Opens as many as the requests need: a server admits some 250
 * streams on one, and a watch may hold its stream for ever. A connection that the server is leaving (GOAWAY), or whose
 * certificates are no longer those in force, finishes what it carries and takes nothing new.
 *
 * <p><b>Threading.</b> One event-loop thread.
 */
final class Http2Pool {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Pool.class);
    private static final Duration HTTP1_MEMORY = Duration.ofMinutes(10);
    private static final long CHECK_PERIOD_MS = 15_000;

    private final ApiClients clients;
    private final Supplier<ApiAccess> access;
    /** Those that take new streams. */
    private final List<Http2Connection> connections = new ArrayList<>();
    /** Those and the ones that only finish what they carry. */
    private final Set<Http2Connection> open = new HashSet<>();

    /** In their order. */
    private final Set<Promise<Optional<Http2Connection>>> waiting = new LinkedHashSet<>();

    private int connecting;
    private long http1Until;
    private boolean unreachable;

    Http2Pool(Vertx vertx, ApiClients clients, Supplier<ApiAccess> access) {
        this.clients = clients;
        this.access = access;
        // On this thread, since a pool is made on the thread that it serves.
        vertx.setPeriodic(CHECK_PERIOD_MS, id -> check());
    }

    /**
     * A connection with a stream taken on it, which its user gives back; empty where the server has no HTTP/2. Fails with
     * {@link UpstreamException} where no connection can be made.
     *
     * @param exchange who fails it wants none any more
     */
    Future<Optional<Http2Connection>> acquire(Future<Void> exchange) {
        if (System.nanoTime() < http1Until && http1Until != 0) {
            return Future.succeededFuture(Optional.empty());
        }
        Optional<Http2Connection> free = takeFree();
        if (free.isPresent()) {
            return Future.succeededFuture(free);
        }
        Promise<Optional<Http2Connection>> promise = Promise.promise();
        waiting.add(promise);
        exchange.onFailure(gone -> {
            if (waiting.remove(promise)) {
                promise.fail(new UpstreamException(ResetCode.CANCELLED, "the caller has gone", gone));
            }
        });
        connectWhereNeeded();
        return promise.future();
    }

    private Optional<Http2Connection> takeFree() {
        ApiAccess now = access.get();
        for (int i = 0; i < connections.size(); i++) {
            Http2Connection connection = connections.get(i);
            if (!connection.isFor(now)) {
                connections.remove(i--);
                connection.retire();
            } else if (connection.tryTake()) {
                return Optional.of(connection);
            }
        }
        return Optional.empty();
    }

    private void connectWhereNeeded() {
        while (waiting.size() > (long) connecting * ApiClients.MAX_STREAMS) {
            connecting++;
            ApiAccess used = access.get();
            clients.connect(used).onComplete(connected -> {
                connecting--;
                if (connected.failed()) {
                    fail(connected.cause());
                } else if (connected.result().connection().protocolVersion() == HttpVersion.HTTP_2) {
                    add(connected.result(), used);
                } else {
                    clients.close(connected.result());
                    fallBack();
                }
            });
        }
    }

    private void add(ApiClients.Dialled made, ApiAccess used) {
        if (made.connection().maxActiveStreams() < 1) {
            // Another one would not admit more: whoever waits is told, instead of connecting for ever.
            clients.close(made);
            fail(new VertxException("the API server admits no requests on a new connection", true));
            return;
        }
        reached();
        Http2Connection connection = new Http2Connection(made.connection(), used, connections::remove, closed -> {
            open.remove(closed);
            clients.close(made);
        });
        connections.add(connection);
        open.add(connection);
        serveWaiting();
    }

    private void reached() {
        if (unreachable) {
            unreachable = false;
            LOG.atInfo().log("The API server can be reached again");
        }
    }

    private void serveWaiting() {
        while (!waiting.isEmpty()) {
            Optional<Http2Connection> free = takeFree();
            if (free.isEmpty()) {
                connectWhereNeeded();
                return;
            }
            next().complete(free);
        }
    }

    private Promise<Optional<Http2Connection>> next() {
        Iterator<Promise<Optional<Http2Connection>>> first = waiting.iterator();
        Promise<Optional<Http2Connection>> next = first.next();
        first.remove();
        return next;
    }

    private void fallBack() {
        reached();
        http1Until = System.nanoTime() + HTTP1_MEMORY.toNanos();
        LOG.atInfo().log("The API server does not offer HTTP/2, HTTP/1.1 is used");
        while (!waiting.isEmpty()) {
            next().complete(Optional.empty());
        }
    }

    private void fail(Throwable cause) {
        if (!unreachable) {
            unreachable = true;
            LOG.atWarn().addKeyValue("error", Failures.describe(cause)).log("The API server cannot be reached");
        }
        UpstreamException failure =
                new UpstreamException(ResetCode.UPSTREAM_UNREACHABLE, Failures.unreachable(cause), cause);
        if (connecting > 0) {
            // Another attempt is under way and may serve them.
            return;
        }
        while (!waiting.isEmpty()) {
            next().fail(failure);
        }
    }

    private void check() {
        for (Http2Connection connection : List.copyOf(open)) {
            connection.check(connections.size() > 1);
        }
    }
}
