package dev.culvert.agent.doctor;

import dev.culvert.tunnel.carrier.Acceptor;
import dev.culvert.tunnel.carrier.Carrier;
import dev.culvert.tunnel.carrier.Refusal;
import dev.culvert.tunnel.carrier.grpc.GrpcAcceptor;
import dev.culvert.tunnel.carrier.websocket.WebSocketAcceptor;
import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.exchange.Peer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway's tunnel endpoint: the acceptors and the handshake are the real ones. */
public final class FakeGateway {
    public static final String TOKEN = "cva_the-agents-token-at-the-gateway";

    private final List<Acceptor> acceptors = List.of(new GrpcAcceptor(), new WebSocketAcceptor());
    private final List<Peer> agents = new CopyOnWriteArrayList<>();
    private final AtomicInteger carriers = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final HttpServer server;
    private volatile boolean silent;
    private volatile boolean closed;

    private FakeGateway(HttpServer server) {
        this.server = server;
    }

    public static FakeGateway start(Vertx vertx, KeyCertOptions certificate) throws Exception {
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setKeyCertOptions(certificate);
        GrpcAcceptor.tune(options);
        WebSocketAcceptor.tune(options);
        FakeGateway gateway = new FakeGateway(vertx.createHttpServer(options));
        gateway.server.requestHandler(gateway::handle);
        gateway.server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
        return gateway;
    }

    public int port() {
        return server.actualPort();
    }

    /** Whoever has been taken for an agent. */
    public List<Peer> agents() {
        return agents;
    }

    /** Agents' carriers that are up. */
    public int carriers() {
        return carriers.get();
    }

    /** How often it has refused a token. */
    public int refused() {
        return refused.get();
    }

    /** From now on it knows no token. */
    public void knowNobody() {
        closed = true;
    }

    /** From now on carriers open, and what comes on them is not answered, as where something holds it back. */
    public void fallSilent() {
        silent = true;
    }

    private void handle(HttpServerRequest request) {
        for (Acceptor acceptor : acceptors) {
            if (acceptor.matches(request)) {
                if (!closed && ("Bearer " + TOKEN).equals(request.getHeader("authorization"))) {
                    acceptor.accept(request).onSuccess(this::greet);
                } else {
                    refused.incrementAndGet();
                    acceptor.refuse(request, Refusal.UNAUTHENTICATED, "the token is not valid");
                }
                return;
            }
        }
        request.response()
                .setStatusCode(400)
                .end("{\"kind\":\"Status\",\"message\":\"gateway: the tunnel speaks gRPC and WebSocket only\"}");
    }

    private void greet(Carrier carrier) {
        if (silent) {
            carrier.packetHandler(unanswered -> {});
            carrier.closeHandler(end -> {});
        } else {
            Endpoint endpoint =
                    Endpoint.acceptor(carrier, "edge-1", EndpointSettings.defaults("gateway/test"), opened -> {});
            endpoint.ready().onSuccess(peer -> {
                agents.add(peer);
                carriers.incrementAndGet();
                endpoint.closed().onComplete(over -> carriers.decrementAndGet());
            });
        }
    }
}
