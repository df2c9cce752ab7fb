package dev.culvert.agent.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthListenerTest {
    @Test
    void readinessFollowsTheCarriersAndHealthDoesNot() throws Exception {
        Vertx vertx = Vertx.vertx();
        AtomicInteger carriers = new AtomicInteger();
        HealthListener listener = HealthListener.start(vertx, "127.0.0.1", 0, carriers::get, () -> "complete")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        try {
            assertThat(ask(listener, "/healthz").statusCode()).isEqualTo(200);
            assertThat(ask(listener, "/readyz").statusCode()).isEqualTo(503);
            carriers.set(1);
            assertThat(ask(listener, "/readyz").statusCode()).isEqualTo(200);
            assertThat(ask(listener, "/readyz").body()).isEqualTo("carriers 1\nimpersonation complete\n");
            assertThat(ask(listener, "/metrics").statusCode()).isEqualTo(404);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private static HttpResponse<String> ask(HealthListener listener, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
