package dev.culvert.benchmarks.agents;

import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.ResponseHead;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One agent: its carriers, dialled again and again until they stand, and an answer to whatever is asked. On its event loop. */
final class SimulatedAgent {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SESSION_BYTES = 16;
    private static final int OK = 200;
    private static final int FIRST_RETRY_MILLIS = 500;
    private static final int MOST_RETRY_MILLIS = 8_000;
    private static final String ANSWER = "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}";
    private static final ResponseHead HEAD = new ResponseHead(
            OK,
            List.of(
                    new Header("Content-Type", "application/json"),
                    new Header("Content-Length", Integer.toString(ANSWER.length()))));

    private final Vertx vertx;
    private final Dialer dialer;
    private final EndpointSettings settings;
    private final AtomicInteger repeated;
    private final List<Endpoint> endpoints = new ArrayList<>();

    SimulatedAgent(Vertx vertx, Dialer dialer, EndpointSettings settings, AtomicInteger repeated) {
        byte[] session = new byte[SESSION_BYTES];
        RANDOM.nextBytes(session);
        this.vertx = vertx;
        this.dialer = dialer;
        this.settings = settings.withIdentity(HexFormat.of().formatHex(session), "");
        this.repeated = repeated;
    }

    /** Completes when all its carriers stand. */
    Future<Void> serve(int carriers) {
        List<Future<Void>> ready = new ArrayList<>();
        for (int i = 0; i < carriers; i++) {
            ready.add(connect(FIRST_RETRY_MILLIS));
        }
        return Future.all(ready).mapEmpty();
    }

    private Future<Void> connect(int retryMillis) {
        return dialer.dial()
                .compose(carrier -> {
                    Endpoint endpoint = Endpoint.dialer(carrier, settings, SimulatedAgent::answer);
                    endpoints.add(endpoint);
                    endpoint.closed().onSuccess(end -> System.out.println("a carrier was lost: " + end.getMessage()));
                    return endpoint.ready().<Void>mapEmpty();
                })
                .recover(failure -> {
                    repeated.incrementAndGet();
                    System.out.println("a dial failed: " + failure.getMessage());
                    // As the real one: twice as long each time, and not all at the same moment.
                    int wait = retryMillis / 2 + ThreadLocalRandom.current().nextInt(retryMillis / 2);
                    return vertx.timer(wait, TimeUnit.MILLISECONDS)
                            .compose(fired -> connect(Math.min(2 * retryMillis, MOST_RETRY_MILLIS)));
                });
    }

    private static void answer(Exchange exchange) {
        exchange.in().handler(ignored -> {});
        exchange.respond(HEAD);
        exchange.out().end(Buffer.buffer(ANSWER));
    }
}
