package dev.culvert.gateway;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
