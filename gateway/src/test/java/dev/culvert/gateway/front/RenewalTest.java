package dev.culvert.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawClient;
import dev.culvert.gateway.testing.TestCertificate;
import dev.culvert.tunnel.transport.TlsEngines;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway's certificate is replaced while it serves. */
class RenewalTest {
    private static final String GET = "GET /clusters/c1/x HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH + "\r\n";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void newConnectionsSeeTheNewCertificateAndOldOnesGoOn(boolean jdk) {
        try (GatewayRig rig = start(jdk);
                RawClient before = rig.client()) {
            assertThat(before.send(GET).readResponse().status()).isEqualTo(200);
            TestCertificate next = TestCertificate.create();

            GatewayRig.await(rig.front().renew(next.keyCert()));

            assertThat(before.send(GET).readResponse().status()).isEqualTo(200);
            for (int i = 0; i < 8; i++) {
                try (RawClient after = RawClient.connect(next.sslContext(), rig.port())) {
                    assertThat(after.send(GET).readResponse().status()).isEqualTo(200);
                }
                assertThatThrownBy(
                        () -> RawClient.connect(TestCertificate.create().sslContext(), rig.port()));
            }
            assertThat(http2(rig, next)).isEqualTo(HttpVersion.HTTP_2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneThatCannotBeUsedLeavesTheOneBeforeInUse(boolean jdk) {
        try (GatewayRig rig = start(jdk)) {
            PemKeyCertOptions broken = new PemKeyCertOptions()
                    .setCertValue(Buffer.buffer("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
                    .setKeyValue(Buffer.buffer("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"));

            assertThatThrownBy(() -> GatewayRig.await(rig.front().renew(broken)))
                    .isInstanceOf(AssertionError.class);

            try (RawClient client = rig.client()) {
                assertThat(client.send(GET).readResponse().status()).isEqualTo(200);
            }
        }
    }

    private static HttpVersion http2(GatewayRig rig, TestCertificate trusted) {
        HttpClient client = rig.vertx()
                .createHttpClient(new HttpClientOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setTrustOptions(trusted.trust()));
        return GatewayRig.await(client.request(HttpMethod.GET, rig.port(), "localhost", "/clusters/c1/x")
                .compose(request ->
                        request.putHeader("Authorization", "Bearer good").send())
                .map(response -> response.version()));
    }

    private static GatewayRig start(boolean jdk) {
        return GatewayRig.start(defaults -> new FrontOptions(
                defaults.host(),
                defaults.port(),
                defaults.domain(),
                defaults.hosts(),
                defaults.corsOrigins(),
                defaults.certificate(),
                jdk ? new JdkSSLEngineOptions() : TlsEngines.preferred(),
                defaults.maxHeadBytes(),
                defaults.maxStreams(),
                defaults.maxConnectionsPerAddress(),
                defaults.headTimeout(),
                defaults.idleTimeout(),
                2,
                null));
    }
}
