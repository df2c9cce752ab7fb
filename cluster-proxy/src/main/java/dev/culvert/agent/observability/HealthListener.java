package dev.culvert.agent.observability;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Answers probes over plain HTTP: {@code /healthz} is 200 while the process runs, {@code /readyz} 200 while at least one
 * carrier is up and 503 otherwise; its text says what is known of the agent's rights, which changes nothing.
 */
public final class HealthListener {
    private static final String EVERYWHERE = "*";

    private final HttpServer server;
    private final IntSupplier readyCarriers;
    private final Supplier<String> impersonation;

    private HealthListener(HttpServer server, IntSupplier readyCarriers, Supplier<String> impersonation) {
        this.server = server;
        this.readyCarriers = readyCarriers;
        this.impersonation = impersonation;
    }

    /**
     * Fails where the address cannot be listened on.
     *
     * @param host {@code *} for all addresses that the machine has, of IPv6 and of IPv4
     * @param impersonation one line on the agent's rights to impersonate
     */
    public static Future<HealthListener> start(
            Vertx vertx, String host, int port, IntSupplier readyCarriers, Supplier<String> impersonation) {
        if (host.equals(EVERYWHERE)) {
            // Java takes 0.0.0.0 for both, the native transport for what it says; and :: needs a kernel with IPv6.
            return listen(vertx, "::", port, readyCarriers, impersonation)
                    .recover(withoutIpv6 -> listen(vertx, "0.0.0.0", port, readyCarriers, impersonation));
        }
        return listen(vertx, host, port, readyCarriers, impersonation);
    }

    private static Future<HealthListener> listen(
            Vertx vertx, String host, int port, IntSupplier readyCarriers, Supplier<String> impersonation) {
        HttpServer server = vertx.createHttpServer(
                new HttpServerOptions().setHost(host).setPort(port).setIdleTimeout(30));
        HealthListener listener = new HealthListener(server, readyCarriers, impersonation);
        server.requestHandler(listener::answer);
        return server.listen().map(listening -> listener);
    }

    public int port() {
        return server.actualPort();
    }

    private void answer(HttpServerRequest request) {
        switch (request.path() == null ? "" : request.path()) {
            case "/healthz", "/livez" -> reply(request, 200, "ok\n");
            case "/readyz" -> {
                int ready = readyCarriers.getAsInt();
                String text = "carriers " + ready + "\nimpersonation " + impersonation.get() + "\n";
                reply(request, ready > 0 ? 200 : 503, text);
            }
            default -> reply(request, 404, "not found\n");
        }
    }

    private static void reply(HttpServerRequest request, int status, String text) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "text/plain; charset=utf-8")
                .end(text);
    }

    public Future<Void> close() {
        return server.close();
    }
}
