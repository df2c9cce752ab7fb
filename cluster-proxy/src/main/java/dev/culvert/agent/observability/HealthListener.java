package dev.culvert.agent.observability;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Answers probes over plain HTTP: {@code /healthz} is 200 while the process runs, {@code /readyz} 200 while at least one
 * carrier to any gateway is up and 503 otherwise. An agent that is out at one gateway is of use at the others, and a restart would
 * not bring it back there. The text says more, which changes nothing: how it is at each of several gateways, and what is known of
 * the agent's rights.
 */
public final class HealthListener {
    private static final String EVERYWHERE = "*";

    private final HttpServer server;
    private final Supplier<? extends Map<?, Integer>> readyCarriers;
    private final Supplier<String> impersonation;

    private HealthListener(
            HttpServer server, Supplier<? extends Map<?, Integer>> readyCarriers, Supplier<String> impersonation) {
        this.server = server;
        this.readyCarriers = readyCarriers;
        this.impersonation = impersonation;
    }

    /**
     * Fails where the address cannot be listened on.
     *
     * @param host {@code *} for all addresses that the machine has, of IPv6 and of IPv4
     * @param readyCarriers how many are up, of each gateway
     * @param impersonation one line on the agent's rights to impersonate
     */
    public static Future<HealthListener> start(
            Vertx vertx,
            String host,
            int port,
            Supplier<? extends Map<?, Integer>> readyCarriers,
            Supplier<String> impersonation) {
        if (host.equals(EVERYWHERE)) {
            // Java takes 0.0.0.0 for both, the native transport for what it says; and :: needs a kernel with IPv6.
            return listen(vertx, "::", port, readyCarriers, impersonation)
                    .recover(withoutIpv6 -> listen(vertx, "0.0.0.0", port, readyCarriers, impersonation));
        }
        return listen(vertx, host, port, readyCarriers, impersonation);
    }

    private static Future<HealthListener> listen(
            Vertx vertx,
            String host,
            int port,
            Supplier<? extends Map<?, Integer>> readyCarriers,
            Supplier<String> impersonation) {
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
                Map<?, Integer> ready = readyCarriers.get();
                int all = ready.values().stream().mapToInt(Integer::intValue).sum();
                reply(request, all > 0 ? 200 : 503, text(ready, all));
            }
            default -> reply(request, 404, "not found\n");
        }
    }

    private String text(Map<?, Integer> ready, int all) {
        StringBuilder text = new StringBuilder("carriers " + all + "\n");
        if (ready.size() > 1) {
            ready.forEach((gateway, carriers) -> text.append("gateway ")
                    .append(gateway)
                    .append(" carriers ")
                    .append(carriers)
                    .append('\n'));
        }
        return text.append("impersonation ")
                .append(impersonation.get())
                .append('\n')
                .toString();
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
