package dev.culvert.system.load;

import dev.culvert.system.rig.UpstreamServer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;

/**
 * In an API server's place, over HTTP/2 and HTTP/1.1: an answer without end to every request for a path that ends in {@code /endless},
 * as fast as it is taken, and a small one to every other.
 */
final class EndlessUpstream implements AutoCloseable {
    private static final Buffer PIECE = Buffer.buffer(new byte[16 << 10]);

    private final Vertx vertx = Vertx.vertx();
    private final UpstreamServer server;

    EndlessUpstream() throws Exception {
        server = UpstreamServer.start(vertx, "endless", EndlessUpstream::answer);
    }

    void writeKubeconfig(Path file) {
        server.writeKubeconfig(file);
    }

    private static void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (request.path().endsWith("/endless")) {
            response.exceptionHandler(gone -> {});
            response.setChunked(request.version() != HttpVersion.HTTP_2);
            pour(response);
        } else {
            response.putHeader("Content-Type", "application/json").end("{\"major\":\"1\"}");
        }
    }

    private static void pour(HttpServerResponse response) {
        while (!response.closed() && !response.writeQueueFull()) {
            response.write(PIECE);
        }
        if (!response.closed()) {
            response.drainHandler(drained -> pour(response));
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
