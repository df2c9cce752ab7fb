package dev.culvert.agent.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.tunnel.transport.Transports;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthListenerTest {
    @Test
    void readinessFollowsTheCarriersAndHealthDoesNot() throws Exception {
        Vertx vertx = Vertx.vertx();
        AtomicInteger carriers = new AtomicInteger();
        HealthListener listener = HealthListener.start(
                        vertx, "127.0.0.1", 0, () -> Map.of("gw:443", carriers.get()), () -> "complete")
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

    @Test
    void whoIsConnectedToOneOfSeveralGatewaysIsReadyAndSaysHowItIsAtEach() throws Exception {
        Vertx vertx = Vertx.vertx();
        Map<String, Integer> carriers = Collections.synchronizedMap(new LinkedHashMap<>());
        carriers.put("one.example:443", 0);
        carriers.put("two.example:8443", 2);
        try {
            HealthListener listener = HealthListener.start(
                            vertx, "127.0.0.1", 0, () -> new LinkedHashMap<>(carriers), () -> "complete")
                    .await(10, TimeUnit.SECONDS);

            assertThat(ask(listener, "/readyz").statusCode()).isEqualTo(200);
            assertThat(ask(listener, "/readyz").body())
                    .isEqualTo("carriers 2\ngateway one.example:443 carriers 0\ngateway two.example:8443 carriers 2\n"
                            + "impersonation complete\n");
            carriers.put("two.example:8443", 0);
            assertThat(ask(listener, "/readyz").statusCode()).isEqualTo(503);
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void allAddressesAreThoseOfBothFamilies() throws Exception {
        Vertx vertx = Transports.vertx(new VertxOptions());
        try {
            HealthListener listener = HealthListener.start(vertx, "*", 0, () -> Map.of("gw:443", 1), () -> "complete")
                    .await(10, TimeUnit.SECONDS);

            assertThat(ask(listener, "127.0.0.1", "/readyz").statusCode()).isEqualTo(200);
            if (hasIpv6()) {
                assertThat(ask(listener, "[::1]", "/readyz").statusCode()).isEqualTo(200);
            } else {
                System.out.println(
                        "SKIPPED HealthListenerTest: there is no ::1 here, so the half of it was not tested");
            }
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    private static boolean hasIpv6() throws IOException {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        return NetworkInterface.getByInetAddress(InetAddress.getByAddress(loopback)) != null;
    }

    private static HttpResponse<String> ask(HealthListener listener, String path) throws Exception {
        return ask(listener, "127.0.0.1", path);
    }

    private static HttpResponse<String> ask(HealthListener listener, String host, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + listener.port() + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
