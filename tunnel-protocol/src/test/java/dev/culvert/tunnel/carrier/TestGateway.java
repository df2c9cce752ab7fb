package dev.culvert.tunnel.carrier;

import dev.culvert.tunnel.carrier.grpc.GrpcAcceptor;
import dev.culvert.tunnel.carrier.websocket.WebSocketAcceptor;
import dev.culvert.tunnel.transport.TlsEngines;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A server that takes every carrier, or refuses every one. */
final class TestGateway {
    static final String TOKEN = "the-agent-token";

    private final List<Acceptor> acceptors = List.of(new GrpcAcceptor(), new WebSocketAcceptor());
    private final BlockingQueue<Carrier> accepted = new LinkedBlockingQueue<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile @Nullable Refusal refusal;

    private TestGateway(HttpServer server) {
        this.server = server;
    }

    static TestGateway start(Vertx vertx, TestCertificates certificates) throws Exception {
        return start(vertx, certificates, UnaryOperator.identity());
    }

    static TestGateway start(Vertx vertx, TestCertificates certificates, UnaryOperator<HttpServerOptions> change)
            throws Exception {
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setSslEngineOptions(TlsEngines.preferred())
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setKeyCertOptions(certificates.server());
        GrpcAcceptor.tune(options);
        WebSocketAcceptor.tune(options);
        TestGateway gateway = new TestGateway(vertx.createHttpServer(change.apply(options)));
        gateway.server.requestHandler(gateway::handle);
        Contexts.on(vertx, () -> gateway.server.listen(0, "127.0.0.1"));
        return gateway;
    }

    int port() {
        return server.actualPort();
    }

    void refuse(Refusal with) {
        refusal = with;
    }

    /** The next carrier that came. */
    Carrier next() throws InterruptedException {
        Carrier carrier = accepted.poll(10, TimeUnit.SECONDS);
        if (carrier == null) {
            throw new AssertionError("no carrier came");
        }
        return carrier;
    }

    /** The Authorization headers that came. */
    List<String> authorizations() {
        return authorizations;
    }

    void close() throws Exception {
        server.close().await(10, TimeUnit.SECONDS);
    }

    private void handle(HttpServerRequest request) {
        authorizations.add(String.valueOf(request.getHeader("authorization")));
        for (Acceptor acceptor : acceptors) {
            if (acceptor.matches(request)) {
                Refusal with = refusal;
                if (with == null) {
                    acceptor.accept(request).onSuccess(accepted::add);
                } else {
                    acceptor.refuse(request, with, "not now: 100 % \u00fcber");
                }
                return;
            }
        }
        request.response().setStatusCode(404).end();
    }
}
