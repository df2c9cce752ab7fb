package dev.culvert.benchmarks.events;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Sends to all who watch with the same period the same event at the same time. On its event loop. */
final class EventSource extends VerticleBase {

    private static final int BACKLOG = 16_384;
    private static final int BAD_REQUEST = 400;
    private static final int LEAST_PERIOD = 10;
    private static final int MOST_PERIOD = 10_000;

    private final String address;
    private final int port;
    private final Map<Integer, Set<HttpServerResponse>> watchers = new HashMap<>();

    EventSource(String address, int port) {
        this.address = address;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options =
                new HttpServerOptions().setHost(address).setPort(port).setAcceptBacklog(BACKLOG);
        return vertx.createHttpServer(options).requestHandler(this::watch).listen();
    }

    private void watch(HttpServerRequest request) {
        int period;
        try {
            period = Integer.parseInt(request.getParam("period", ""));
        } catch (NumberFormatException e) {
            period = 0;
        }
        HttpServerResponse response = request.response();
        if (period < LEAST_PERIOD || period > MOST_PERIOD) {
            response.setStatusCode(BAD_REQUEST).end();
            return;
        }
        Set<HttpServerResponse> same = watchers.computeIfAbsent(period, this::begin);
        response.setChunked(true).putHeader("content-type", "application/json");
        response.writeHead();
        same.add(response);
        response.closeHandler(gone -> same.remove(response));
        response.exceptionHandler(failure -> same.remove(response));
    }

    private Set<HttpServerResponse> begin(int period) {
        Set<HttpServerResponse> same = new HashSet<>();
        vertx.setPeriodic(period, timer -> {
            String event = "{\"type\":\"MODIFIED\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"data\":"
                    + "{\"sent\":\"" + System.nanoTime() + "\"}}}\n";
            // Those who do not read are not there: this source has no events to lose.
            same.forEach(response -> {
                if (!response.writeQueueFull()) {
                    response.write(event);
                }
            });
        });
        return same;
    }
}
