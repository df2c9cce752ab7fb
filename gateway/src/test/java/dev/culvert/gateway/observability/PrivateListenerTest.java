package dev.culvert.gateway.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PrivateListenerTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicBoolean ready = new AtomicBoolean();
    private final PrivateListener listener = new PrivateListener(vertx, ready::get);

    @BeforeEach
    void start() {
        listener.start("127.0.0.1", 0).await();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void itLivesBeforeItIsReady() throws Exception {
        assertAnswer("/healthz", 200, "ok\n");
        assertAnswer("/readyz", 503, "not ready\n");
        ready.set(true);
        assertAnswer("/readyz", 200, "ok\n");
        ready.set(false);
        assertAnswer("/readyz", 503, "not ready\n");
    }

    @Test
    void nothingElseIsServed() throws Exception {
        assertAnswer("/", 404, "not found\n");
        assertAnswer("/clusters/north/api", 404, "not found\n");
        HttpRequest post = request("/healthz")
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();
        assertThat(send(post).statusCode()).isEqualTo(405);
    }

    private void assertAnswer(String path, int code, String text) throws Exception {
        HttpResponse<String> response = send(request(path).build());
        assertThat(response.statusCode()).isEqualTo(code);
        assertThat(response.body()).isEqualTo(text);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path));
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
