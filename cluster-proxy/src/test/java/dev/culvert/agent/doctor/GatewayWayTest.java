package dev.culvert.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.agent.config.GatewayRoute;
import dev.culvert.agent.config.HostPort;
import dev.culvert.agent.config.ProxySettings;
import dev.culvert.tunnel.carrier.ConnectProxy;
import dev.culvert.tunnel.carrier.TestCertificates;
import dev.culvert.tunnel.diagnosis.Finding;
import dev.culvert.tunnel.diagnosis.Finding.State;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way through a proxy that is spoken to by TLS: one TLS in the other. */
@Timeout(60)
class GatewayWayTest {
    private static final TestCertificates AUTHORITY = TestCertificates.create();
    private static final TestCertificates PROXYS = TestCertificates.create();
    private static final String PASSWORD = "proxy-password-0123456789";

    private final Vertx vertx = Vertx.vertx();

    private FakeGateway gateway;
    private ConnectProxy proxy;

    @BeforeEach
    void start() throws Exception {
        gateway = FakeGateway.start(vertx, AUTHORITY.server());
        proxy = ConnectProxy.startTls(vertx, "somebody:" + PASSWORD, PROXYS.server());
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void eachTlsIsAPlaceOfItsOwn() {
        List<Finding> findings = walk(proxy.port(), PASSWORD, PROXYS);

        assertThat(findings)
                .extracting(Finding::place)
                .containsExactly("dns", "tcp", "proxy-tls", "proxy", "tls", "alpn");
        assertThat(findings).allMatch(finding -> finding.state() == State.OK, "ok");
        assertThat(findings.get(2).detail()).contains(PROXYS.authorityName());
        assertThat(findings.get(4).detail()).contains(AUTHORITY.authorityName());
    }

    @Test
    void aProxyThatJavaDoesNotTrust() {
        Finding last = last(walk(proxy.port(), PASSWORD, null), "proxy-tls");

        assertThat(last.detail()).contains("not of an authority that is trusted", PROXYS.authorityName());
        assertThat(last.advice()).contains("Java's own authorities", "-Djavax.net.ssl.trustStore");
        assertThat(proxy.requests()).as("a password for whoever answers").isEmpty();
    }

    @Test
    void aProxyThatSpeaksNoTls() throws Exception {
        ConnectProxy plain = ConnectProxy.start(vertx, null);

        assertThat(last(walk(plain.port(), PASSWORD, PROXYS), "proxy-tls").advice())
                .contains("does not speak TLS");
    }

    @Test
    void aWrongPassword() {
        Finding last = last(walk(proxy.port(), "wrong", PROXYS), "proxy");

        assertThat(last.detail()).contains("407 Proxy Authentication Required");
    }

    private static Finding last(List<Finding> findings, String place) {
        Finding last = findings.get(findings.size() - 1);
        assertThat(last.place()).isEqualTo(place);
        assertThat(last.isFailed()).isTrue();
        return last;
    }

    /**
     * @param trusted for the proxy; null: what Java trusts
     */
    private List<Finding> walk(int port, String password, @Nullable TestCertificates trusted) {
        Hops hops = new Hops(vertx, "", Duration.ofSeconds(10));
        new GatewayWay(
                        hops,
                        new GatewayRoute(
                                new HostPort("localhost", gateway.port()),
                                new ProxySettings("localhost", port, true, "somebody", password)),
                        Trust.of(vertx, AUTHORITY.trust()),
                        Trust.of(vertx, trusted == null ? null : trusted.trust()))
                .walk();
        return hops.findings();
    }
}
