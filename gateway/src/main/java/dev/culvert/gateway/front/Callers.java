package dev.culvert.gateway.front;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Callers' connections, and how many requests are under way on them. One for all connections of an event loop, and called
 * there only.
 */
final class Callers {
    private final Set<HttpConnection> http2 = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<LastAnswer> http1 = new HashSet<>();
    private final Promise<Void> quiet = Promise.promise();
    private @Nullable Duration leaving;
    private int underWay;

    void openedHttp1(LastAnswer end, Channel channel) {
        http1.add(end);
        channel.closeFuture().addListener(gone -> http1.remove(end));
        if (leaving != null) {
            end.tell();
        }
    }

    void openedHttp2(HttpConnection connection, Channel channel) {
        http2.add(connection);
        channel.closeFuture().addListener(gone -> http2.remove(connection));
    }

    /** The connection is an agent's, and ends as its carrier does. */
    void isCarriers(HttpConnection connection) {
        http2.remove(connection);
    }

    void began(HttpServerRequest request) {
        underWay++;
        if (leaving != null && request.version() == HttpVersion.HTTP_2 && http2.remove(request.connection())) {
            request.connection().shutdown(leaving);
        }
    }

    void ended() {
        underWay--;
        settle();
    }

    /**
     * Says on each connection that it ends: by GOAWAY, or with the next answer. Requests that come all the same are served.
     * Completes when none is under way, which may be never.
     *
     * @param grace after which HTTP/2 connections are cut off
     */
    Future<Void> leave(Duration grace) {
        leaving = grace;
        List.copyOf(http1).forEach(LastAnswer::tell);
        List.copyOf(http2).forEach(connection -> connection.shutdown(grace));
        http2.clear();
        settle();
        return quiet.future();
    }

    private void settle() {
        if (leaving != null && underWay == 0) {
            quiet.tryComplete();
        }
    }
}
