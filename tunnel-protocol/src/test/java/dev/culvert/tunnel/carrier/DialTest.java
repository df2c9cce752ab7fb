package dev.culvert.tunnel.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.culvert.tunnel.carrier.grpc.GrpcDialer;
import dev.culvert.tunnel.carrier.websocket.WebSocketDialer;
import dev.culvert.tunnel.transport.Transports;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TcpServerConfig;
import io.vertx.core.net.TrustOptions;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way to the gateway, and every hop of it failing, for both kinds of dialler. */
@Timeout(90)
class DialTest {
    private static final TestCertificates CERTIFICATES = TestCertificates.create();
    private static final List<BiFunction<Vertx, DialTarget, Dialer>> KINDS =
            List.of(GrpcDialer::new, WebSocketDialer::new);

    private Vertx vertx;
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        vertx = Transports.vertx();
        gateway = TestGateway.start(vertx, CERTIFICATES);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void theTokenIsReadAtEveryDial() throws Exception {
        for (BiFunction<Vertx, DialTarget, Dialer> kind : KINDS) {
            AtomicInteger reads = new AtomicInteger();
            Dialer dialer = kind.apply(
                    vertx, target("localhost", gateway.port(), () -> "token-" + reads.incrementAndGet() + "\n"));
            Contexts.on(vertx, dialer::dial);
            Contexts.on(vertx, dialer::dial);
        }

        assertThat(gateway.authorizations())
                .containsExactly("Bearer token-1", "Bearer token-2", "Bearer token-1", "Bearer token-2");
    }

    @Test
    void everyCarrierHasAConnectionOfItsOwnThatGoesWithIt() throws Exception {
        for (BiFunction<Vertx, DialTarget, Dialer> kind : KINDS) {
            Relay relay = Relay.to(vertx, gateway.port());
            Dialer dialer = kind.apply(vertx, target("localhost", relay.port()));
            Carrier first = Contexts.on(vertx, dialer::dial);
            Witness firstAccepted = Witness.of(gateway.next());
            Witness second = Witness.of(Contexts.on(vertx, dialer::dial));
            Witness secondAccepted = Witness.of(gateway.next());
            assertThat(relay.connections()).isEqualTo(2);

            Witness.of(first).close();

            assertThat(firstAccepted.awaitEnd().clean()).isTrue();
            second.write(Buffer.buffer("still here"));
            assertThat(secondAccepted.awaitPackets(1)).hasSize(1);
            relay.awaitOpen(1);
            dialer.close().await(10, TimeUnit.SECONDS);
            assertThat(secondAccepted.awaitEnd().clean()).isFalse();
            assertThat(second.awaitEnd().clean()).isFalse();
            assertThat(failure(dialer).hop()).isEqualTo(Hop.TCP);
        }
    }

    @Test
    void aProxyOpensTheWay() throws Exception {
        ConnectProxy proxy = ConnectProxy.start(vertx, null);
        for (BiFunction<Vertx, DialTarget, Dialer> kind : KINDS) {
            Dialer dialer = kind.apply(vertx, target("localhost", gateway.port(), proxy(proxy.port())));
            Witness dialled = Witness.of(Contexts.on(vertx, dialer::dial));
            Witness accepted = Witness.of(gateway.next());

            dialled.write(Buffer.buffer("through"));

            assertThat(accepted.awaitPackets(1)).containsExactly(Buffer.buffer("through"));
        }
        assertThat(proxy.requests()).hasSize(2).allSatisfy(head -> assertThat(head)
                .startsWith("CONNECT localhost:" + gateway.port() + " ")
                .doesNotContain(TestGateway.TOKEN));
    }

    @Test
    void aProxyIsGivenItsCredentials() throws Exception {
        ConnectProxy proxy = ConnectProxy.start(vertx, "agent:secret");
        ProxyOptions right = proxy(proxy.port()).setUsername("agent").setPassword("secret");
        ProxyOptions wrong = proxy(proxy.port()).setUsername("agent").setPassword("guess");
        for (BiFunction<Vertx, DialTarget, Dialer> kind : KINDS) {
            Contexts.on(vertx, kind.apply(vertx, target("localhost", gateway.port(), right))::dial);

            DialException refused = failure(kind.apply(vertx, target("localhost", gateway.port(), wrong)));

            assertThat(refused.hop()).isEqualTo(Hop.PROXY);
            assertThat(refused.getMessage()).doesNotContain("guess").doesNotContain(TestGateway.TOKEN);
        }
    }

    @Test
    void aProxyThatForbidsTheTargetIsNamed() throws Exception {
        ConnectProxy proxy = ConnectProxy.start(vertx, null);
        int nobody = unusedPort();
        for (BiFunction<Vertx, DialTarget, Dialer> kind : KINDS) {
            assertThat(failure(kind.apply(vertx, target("localhost", nobody, proxy(proxy.port()))))
                            .hop())
                    .isEqualTo(Hop.PROXY);
        }
    }

    @Test
    void anUnknownNameIsNamed() {
        fails(target("no-such-host.invalid", 443), Hop.NAME, false);
    }

    @Test
    void aPortThatNobodyListensOnIsNamed() throws Exception {
        fails(target("localhost", unusedPort()), Hop.TCP, false);
    }

    @Test
    void anUntrustedCertificateIsNamed() {
        DialTarget target =
                target("localhost", gateway.port(), TestCertificates.create().trust());

        fails(target, Hop.TLS, true);
        assertThat(gateway.authorizations()).isEmpty();
    }

    @Test
    void theSystemsAuthoritiesDoNotKnowTheCertificate() {
        fails(target("localhost", gateway.port(), (TrustOptions) null), Hop.TLS, true);
        assertThat(gateway.authorizations()).isEmpty();
    }

    @Test
    void aCertificateForAnotherNameIsNamed() throws Exception {
        TestGateway other = TestGateway.start(
                vertx, CERTIFICATES, options -> options.setKeyCertOptions(CERTIFICATES.server("elsewhere.example")));

        fails(target("localhost", other.port()), Hop.TLS, true);
        assertThat(other.authorizations()).isEmpty();
    }

    @Test
    void aPeerThatDoesNotSpeakTlsIsNamed() throws Exception {
        NetServer plain = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(bytes -> socket.write("HTTP/1.1 400 Bad Request\r\n\r\n")));
        Contexts.on(vertx, () -> plain.listen(0, "127.0.0.1"));

        fails(target("localhost", plain.actualPort()), Hop.TLS, false);
    }

    @Test
    void aPeerThatNeverAnswersIsGivenUpInTime() throws Exception {
        NetServer silent = vertx.createNetServer().connectHandler(socket -> {});
        Contexts.on(vertx, () -> silent.listen(0, "127.0.0.1"));
        DialTarget target = new DialTarget(
                "localhost",
                silent.actualPort(),
                () -> TestGateway.TOKEN,
                CERTIFICATES.trust(),
                null,
                Duration.ofMillis(800));

        fails(target, Hop.TLS, false);
    }

    @Test
    void aPeerWithoutHttp2IsNamedToTheGrpcDialler() throws Exception {
        for (HttpServerOptions old : List.of(
                new HttpServerOptions().setUseAlpn(false),
                new HttpServerOptions().setUseAlpn(true).setAlpnVersions(List.of(HttpVersion.HTTP_1_1)))) {
            TestGateway http1 = TestGateway.start(vertx, CERTIFICATES, options -> options.setUseAlpn(old.isUseAlpn())
                    .setAlpnVersions(old.getAlpnVersions()));
            DialTarget target = target("localhost", http1.port());

            DialException failure = failure(new GrpcDialer(vertx, target));

            assertThat(failure.hop()).as(failure.toString()).isEqualTo(Hop.ALPN);
            assertThat(failure.permanent()).isTrue();
            assertThat(http1.authorizations()).isEmpty();
            Contexts.on(vertx, new WebSocketDialer(vertx, target)::dial);
        }
    }

    @Test
    void http2ThatBreaksBehindItsHandshakeIsNamedToTheGrpcDialler() throws Exception {
        NetServer server = agreesOnHttp2(NetSocket::close);
        Dialer dialer = new GrpcDialer(vertx, target("localhost", server.actualPort()));

        DialException failure = failure(dialer);

        assertThat(failure.hop()).as(failure.toString()).isEqualTo(Hop.ALPN);
        assertThat(failure.permanent()).isFalse();
    }

    @Test
    void http2ThatNeverBeginsIsNamedToTheGrpcDiallerAndItsConnectionClosed() throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        NetServer server = agreesOnHttp2(socket -> {
            accepted.incrementAndGet();
            socket.closeHandler(end -> closed.incrementAndGet());
        });
        Dialer dialer = new GrpcDialer(
                vertx,
                new DialTarget(
                        "localhost",
                        server.actualPort(),
                        () -> TestGateway.TOKEN,
                        CERTIFICATES.trust(),
                        null,
                        Duration.ofSeconds(1)));

        DialException failure = failure(dialer);

        assertThat(failure.hop()).as(failure.toString()).isEqualTo(Hop.ALPN);
        assertThat(failure.permanent()).isFalse();
        await().untilAsserted(() -> assertThat(closed).hasValue(1));
        assertThat(accepted).hasValue(1);
    }

    @Test
    void aTokenThatTheGatewayDoesNotKnowIsNamed() {
        gateway.refuse(Refusal.UNAUTHENTICATED);

        fails(target("localhost", gateway.port()), Hop.CREDENTIAL, true);
    }

    @Test
    void aGatewayThatIsFullOrDrainingMayBeTriedAgain() {
        for (Refusal refusal : List.of(Refusal.OVERLOADED, Refusal.UNAVAILABLE)) {
            gateway.refuse(refusal);
            fails(target("localhost", gateway.port()), Hop.HTTP, false);
        }
    }

    @Test
    void aTokenThatCannotBeReadOrIsNoneNeverLeaves() {
        List<Supplier<String>> tokens = List.of(
                () -> {
                    throw new IllegalStateException("secret content");
                },
                () -> " \n",
                () -> "two\r\nlines: injected");
        for (Supplier<String> token : tokens) {
            fails(target("localhost", gateway.port(), token), Hop.CREDENTIAL, false);
        }
        assertThat(gateway.authorizations()).isEmpty();
    }

    private void fails(DialTarget target, Hop hop, boolean permanent) {
        for (BiFunction<Vertx, DialTarget, Dialer> kind : KINDS) {
            Dialer dialer = kind.apply(vertx, target);
            DialException failure = failure(dialer);
            assertThat(failure.hop()).as(dialer.kind() + " " + failure).isEqualTo(hop);
            assertThat(failure.permanent()).as(dialer.kind() + " " + failure).isEqualTo(permanent);
            assertThat(failure.getMessage()).doesNotContain(TestGateway.TOKEN).doesNotContain("secret");
        }
    }

    private DialException failure(Dialer dialer) {
        return catchThrowableOfType(DialException.class, () -> Contexts.on(vertx, dialer::dial));
    }

    /** As something on the way that lets TLS pass, and not what is within. */
    private NetServer agreesOnHttp2(Handler<NetSocket> then) throws Exception {
        NetServer server = vertx.createNetServer(
                new TcpServerConfig().setSsl(true),
                new ServerSSLOptions()
                        .setUseAlpn(true)
                        .setApplicationLayerProtocols(List.of("h2"))
                        .setKeyCertOptions(CERTIFICATES.server()));
        server.connectHandler(then);
        Contexts.on(vertx, () -> server.listen(0, "127.0.0.1"));
        return server;
    }

    private static ProxyOptions proxy(int port) {
        return new ProxyOptions().setType(ProxyType.HTTP).setHost("127.0.0.1").setPort(port);
    }

    private static int unusedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static DialTarget target(String host, int port) {
        return target(host, port, () -> TestGateway.TOKEN);
    }

    private static DialTarget target(String host, int port, Supplier<String> token) {
        return new DialTarget(host, port, token, CERTIFICATES.trust(), null, Duration.ofSeconds(8));
    }

    private static DialTarget target(String host, int port, @Nullable TrustOptions trust) {
        return new DialTarget(host, port, () -> TestGateway.TOKEN, trust, null, Duration.ofSeconds(8));
    }

    private static DialTarget target(String host, int port, ProxyOptions proxy) {
        return new DialTarget(host, port, () -> TestGateway.TOKEN, CERTIFICATES.trust(), proxy, Duration.ofSeconds(8));
    }
}
