package dev.culvert.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.tunnel.carrier.DialTarget;
import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.carrier.grpc.GrpcDialer;
import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.RequestHead;
import dev.culvert.tunnel.exchange.ResponseHead;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** An agent that records the heads which reach it, and answers each with {@code hello}, or not at all. */
final class TestAgent {
    final List<RequestHead> requests = new CopyOnWriteArrayList<>();
    final List<Exchange> open = new CopyOnWriteArrayList<>();
    volatile boolean answers = true;
    final Endpoint endpoint;
    private final Dialer dialer;

    /** An agent of {@code north}. */
    TestAgent(Vertx vertx, int port, Path ca, String token) {
        this(vertx, port, ca, token, "north");
    }

    TestAgent(Vertx vertx, int port, Path ca, String token, String cluster) {
        this(
                new GrpcDialer(
                        vertx,
                        new DialTarget(
                                "localhost",
                                port,
                                () -> token,
                                new PemTrustOptions().addCertPath(ca.toString()),
                                null,
                                Duration.ofSeconds(10))),
                cluster);
    }

    TestAgent(Dialer dialer, String cluster) {
        this.dialer = dialer;
        EndpointSettings settings = EndpointSettings.defaults("agent/test").withIdentity("c".repeat(32), cluster);
        endpoint = dialer.dial()
                .map(carrier -> Endpoint.dialer(carrier, settings, this::answer))
                .await();
        endpoint.ready().await();
    }

    void lose() {
        dialer.close().await();
    }

    /** A watch through this agent, which answers nothing else from now on, with its first event in: {@code event}. */
    InputStream watched(AdminClient client, String path) {
        answers = false;
        int before = open.size();
        CompletableFuture<InputStream> opened = CompletableFuture.supplyAsync(() -> client.open(path));
        await().until(() -> open.size() > before);
        Exchange exchange = open.get(before);
        exchange.context().runOnContext(go -> {
            exchange.in().handler(ignored -> {});
            exchange.respond(new ResponseHead(200, List.of()));
            exchange.out().write(Buffer.buffer("event"));
        });
        InputStream stream = opened.join();
        try {
            assertThat(new String(stream.readNBytes(5), StandardCharsets.UTF_8)).isEqualTo("event");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return stream;
    }

    private void answer(Exchange exchange) {
        requests.add(exchange.request());
        if (!answers) {
            open.add(exchange);
            return;
        }
        exchange.in().handler(ignored -> {});
        exchange.respond(new ResponseHead(200, List.of()));
        exchange.out().write(Buffer.buffer("hello"));
        exchange.out().end();
    }
}
