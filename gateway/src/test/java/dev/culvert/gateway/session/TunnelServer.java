package dev.culvert.gateway.session;

import dev.culvert.gateway.authn.AgentTokens;
import dev.culvert.gateway.config.ClusterConfig;
import dev.culvert.gateway.config.TokenConfig;
import dev.culvert.gateway.directory.ConfiguredItems;
import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.directory.TokenUses;
import dev.culvert.gateway.pki.CertificateAuthority;
import dev.culvert.gateway.pki.IssuedCertificate;
import dev.culvert.gateway.pki.Token;
import dev.culvert.gateway.registry.LocalClusters;
import dev.culvert.gateway.registry.RegistrySettings;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.tunnel.carrier.Acceptor;
import dev.culvert.tunnel.carrier.DialTarget;
import dev.culvert.tunnel.carrier.grpc.GrpcAcceptor;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.flow.Budget;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The tunnel endpoint behind real TLS, for clusters {@code north} and {@code south}. */
final class TunnelServer {
    final Token north = Token.forAgent();
    final Token south = Token.forAgent();
    final Token expired = Token.forAgent();
    final Token caller = Token.forCaller();
    final LocalClusters registry;
    final AgentSessions sessions;
    final AtomicInteger accepted = new AtomicInteger();

    private final CertificateAuthority authority = CertificateAuthority.create("Test CA", InstantSource.system());
    private final HttpServer server;

    TunnelServer(Vertx vertx, List<Acceptor> acceptors, int maxCarriersPerCluster) {
        RegistrySettings limits = new RegistrySettings(Duration.ZERO, Duration.ZERO, 10, 10, 2, 2);
        registry = new LocalClusters(vertx, limits);
        CurrentDirectory directory = new CurrentDirectory(ConfiguredItems.of(
                List.of(
                        new ClusterConfig(
                                "north",
                                List.of(
                                        new TokenConfig(north.sha256(), null),
                                        new TokenConfig(
                                                expired.sha256(), Instant.now().minusSeconds(1)))),
                        new ClusterConfig("south", List.of(new TokenConfig(south.sha256(), null)))),
                List.of()));
        AgentTokens agents = new AgentTokens(directory, new TokenUses(), InstantSource.system());
        List<Acceptor> counted = acceptors.stream()
                .<Acceptor>map(acceptor -> new CountingAcceptor(acceptor, accepted))
                .toList();
        EndpointSettings settings = new EndpointSettings(
                "gateway/test",
                "",
                "",
                Set.of(),
                Duration.ofSeconds(1),
                Duration.ofMillis(500),
                32 * 1024,
                64 * 1024,
                0,
                1 << 20,
                new Budget(64L << 20));
        sessions =
                new AgentSessions(vertx, agents, agents::isCurrent, counted, settings, registry, maxCarriersPerCluster);
        IssuedCertificate certificate = authority.issueServer(List.of("localhost"));
        HttpServerOptions options = GrpcAcceptor.tune(
                        new HttpServerOptions().setSsl(true).setUseAlpn(true))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertValue(Buffer.buffer(certificate.certificatePem()))
                        .setKeyValue(Buffer.buffer(certificate.keyPem())));
        server = vertx.createHttpServer(options)
                .requestHandler(this::handle)
                .listen(0, "localhost")
                .await();
    }

    private void handle(HttpServerRequest request) {
        try {
            sessions.handle(request);
        } catch (StatusException refused) {
            request.response().setStatusCode(refused.code()).end();
        }
    }

    int port() {
        return server.actualPort();
    }

    PemTrustOptions trust() {
        return new PemTrustOptions().addCertValue(Buffer.buffer(authority.own().certificatePem()));
    }

    DialTarget target(String token) {
        return new DialTarget("localhost", port(), () -> token, trust(), null, Duration.ofSeconds(10));
    }
}
