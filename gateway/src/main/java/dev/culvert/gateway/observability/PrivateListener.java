package dev.culvert.gateway.observability;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Health over plain HTTP: {@code /healthz} is 200 while the process lives, {@code /readyz} is 200 while it serves and 503
 * before and after.
 */
public final class PrivateListener {
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final HttpServer server;
    private final BooleanSupplier ready;

    /**
     * @param ready asked at each request, on an event loop
     */
    public PrivateListener(Vertx vertx, BooleanSupplier ready) {
        this.ready = ready;
        this.server = vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(30))
                .requestHandler(this::handle);
    }

    /** Listens. Fails with the {@code java.net.BindException} of a port in use. */
    public Future<Void> start(String host, int port) {
        return server.listen(port, host).mapEmpty();
    }

    /** The port that it listens on, once started. */
    public int port() {
        return server.actualPort();
    }

    /** Stops to listen. */
    public Future<Void> close() {
        return server.close();
    }

    private void handle(HttpServerRequest request) {
        if (!READING.contains(request.method())) {
            answer(request, 405, "method not allowed");
            return;
        }
        switch (request.path()) {
            case "/healthz" -> answer(request, 200, "ok");
            case "/readyz" -> answerReady(request, ready.getAsBoolean());
            default -> answer(request, 404, "not found");
        }
    }

    private static void answerReady(HttpServerRequest request, boolean isReady) {
        answer(request, isReady ? 200 : 503, isReady ? "ok" : "not ready");
    }

    private static void answer(HttpServerRequest request, int code, String text) {
        request.response()
                .setStatusCode(code)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end(text + "\n");
    }
}
