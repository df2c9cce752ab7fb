package dev.culvert.benchmarks.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.clusters.certificates.IssuedCertificate;
import dev.culvert.clusters.certificates.TestAuthority;
import dev.culvert.tunnel.carrier.Refusal;
import dev.culvert.tunnel.carrier.grpc.GrpcAcceptor;
import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.RequestHead;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Simulated agents at an acceptor of the tunnel's own. */
final class AgentLoopTest {

    private static final int DEADLINE_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final TestAuthority authority = new TestAuthority("benchmarks");
    private final GrpcAcceptor acceptor = new GrpcAcceptor();
    private final Map<String, Collection<Endpoint>> endpoints = new ConcurrentHashMap<>();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private int port;

    @BeforeEach
    void listen() {
        IssuedCertificate own = authority.server(List.of("localhost"));
        HttpServerOptions options = GrpcAcceptor.tune(new HttpServerOptions()
                .setHost("localhost")
                .setPort(0)
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(own.certificatePem()))
                        .addKeyValue(Buffer.buffer(own.keyPem()))));
        HttpServer server = await(
                vertx.createHttpServer(options).requestHandler(this::accept).listen());
        port = server.actualPort();
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void eachAgentHasItsTokenItsSessionAndAllItsCarriers() {
        serve("token-a", "token-b", "token-c");

        assertThat(endpoints).containsOnlyKeys("token-a", "token-b", "token-c");
        assertThat(endpoints.values()).allSatisfy(carriers -> {
            assertThat(carriers).hasSize(2);
            assertThat(carriers).extracting(AgentLoopTest::session).containsOnly(session(first(carriers)));
        });
        assertThat(endpoints.values())
                .extracting(carriers -> session(first(carriers)))
                .doesNotHaveDuplicates();
        assertThat(repeated).hasValue(0);
    }

    @Test
    void anAgentThatIsRefusedComesAgain() {
        refusals.set(2);

        serve("token-a");

        assertThat(endpoints.get("token-a")).hasSize(2);
        assertThat(repeated).hasValue(2);
    }

    @Test
    void requestsAreAnswered() {
        serve("token-a");

        Context context = vertx.getOrCreateContext();
        Promise<Buffer> body = Promise.promise();
        context.runOnContext(ignored -> {
            RequestHead head = new RequestHead("GET", "/api", List.of(), false, "", "r1");
            Exchange exchange =
                    first(Objects.requireNonNull(endpoints.get("token-a"))).open(head, context);
            Buffer all = Buffer.buffer();
            exchange.in().handler(all::appendBuffer);
            exchange.response()
                    .compose(response -> exchange.closed().map(done -> all))
                    .onComplete(body);
            exchange.out().end();
        });

        assertThat(await(body.future()).toString()).contains("APIVersions");
    }

    private void serve(String... tokens) {
        AgentLoop loop = new AgentLoop(
                List.of(tokens),
                URI.create("https://localhost:" + port),
                new PemTrustOptions().addCertValue(Buffer.buffer(authority.certificatePem())),
                2,
                repeated);
        await(vertx.deployVerticle(loop));
    }

    private void accept(HttpServerRequest request) {
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            acceptor.refuse(request, Refusal.UNAVAILABLE, "not now");
            return;
        }
        String token = request.getHeader("authorization").substring("Bearer ".length());
        acceptor.accept(request).onSuccess(carrier -> endpoints
                .computeIfAbsent(token, any -> new ConcurrentLinkedQueue<>())
                .add(Endpoint.acceptor(
                        carrier,
                        token,
                        EndpointSettings.defaults("gateway/test"),
                        exchange -> exchange.reset(ResetCode.UNSUPPORTED, "not here"))));
    }

    private static Endpoint first(Collection<Endpoint> carriers) {
        return carriers.iterator().next();
    }

    private static String session(Endpoint endpoint) {
        return await(endpoint.ready()).session();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
