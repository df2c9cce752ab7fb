package dev.culvert.system.fault;

import dev.culvert.system.rig.UpstreamServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;

/**
 * In an API server's place: to every path an answer that no other path has, and to every watch the same events without end, so
 * that bytes that are missing, or another's, are seen.
 */
final class NumberedUpstream {
    private static final long EVENT_MILLIS = 50;
    private static final int REPEATS = 100;

    private final Vertx vertx;
    private final UpstreamServer server;

    NumberedUpstream(Vertx vertx) throws Exception {
        this.vertx = vertx;
        server = UpstreamServer.start(vertx, "numbered", this::answer);
    }

    void writeKubeconfig(Path file) {
        server.writeKubeconfig(file);
    }

    /** What is answered to a path. */
    static String body(String path) {
        return "{\"path\":\"" + path + "\"}\n".repeat(REPEATS);
    }

    /** The event of that number, from 0 on, of every watch. */
    static String event(int number) {
        return "{\"type\":\"MODIFIED\",\"number\":" + number + "}\n";
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response().putHeader("Content-Type", "application/json");
        if (request.query() == null) {
            response.end(body(request.path()));
        } else {
            response.exceptionHandler(gone -> {});
            response.setChunked(request.version() != HttpVersion.HTTP_2);
            int[] next = {0};
            long timer = vertx.setPeriodic(1, EVENT_MILLIS, tick -> response.write(event(next[0]++)));
            response.closeHandler(over -> vertx.cancelTimer(timer));
        }
    }
}
