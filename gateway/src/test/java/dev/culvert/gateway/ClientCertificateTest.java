package dev.culvert.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.authn.certificate.CertificateCallers;
import dev.culvert.gateway.authn.certificate.ClientTrust;
import dev.culvert.gateway.front.FrontOptions;
import dev.culvert.gateway.pki.CertificateAuthority;
import dev.culvert.gateway.pki.ClientSubject;
import dev.culvert.gateway.pki.IssuedCertificate;
import dev.culvert.gateway.pki.Pem;
import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawClient;
import dev.culvert.gateway.testing.RawResponse;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.ResponseHead;
import dev.culvert.tunnel.transport.TlsEngines;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Client certificates over real TLS, of both engines. */
class ClientCertificateTest {
    private static final String GET = "GET /clusters/imp/x HTTP/1.1\r\nHost: localhost\r\n";

    private final CertificateAuthority authority = CertificateAuthority.create("Callers CA", InstantSource.system());
    private final CertificateAuthority stranger = CertificateAuthority.create("Other CA", InstantSource.system());
    private final CertificateCallers callers = new CertificateCallers(trust(), InstantSource.system());
    private @Nullable GatewayRig rig;

    @AfterEach
    void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCertificateIsItsCallerOnEachRequestOfItsConnectionAndOfTheNext(boolean jdk) {
        start(jdk);
        SSLContext tls = tls(issued(authority));
        for (int i = 0; i < 3; i++) {
            try (RawClient client = RawClient.connect(tls, rig().port())) {
                for (int j = 0; j < 2; j++) {
                    assertThat(client.send(GET + "\r\n").readResponse().status())
                            .isEqualTo(200);
                    assertUser("jane");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void overHttp2Too(boolean jdk) {
        start(jdk);
        IssuedCertificate own = issued(authority);
        HttpClient client = rig().vertx()
                .createHttpClient(new HttpClientOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setTrustOptions(rig().certificate().trust())
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(Buffer.buffer(own.certificatePem()))
                                .addKeyValue(Buffer.buffer(own.keyPem()))));

        int status = GatewayRig.await(client.request(HttpMethod.GET, rig().port(), "localhost", "/clusters/imp/x")
                .compose(request -> request.send())
                .map(response -> response.statusCode()));

        assertThat(status).isEqualTo(200);
        assertUser("jane");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoHasATokenIsWhoeverTheTokenSaysWhateverTheCertificate(boolean jdk) {
        start(jdk);
        for (SSLContext tls :
                List.of(rig().certificate().sslContext(), tls(issued(authority)), tls(issued(stranger)))) {
            assertThat(exchange(tls, GET + GatewayRig.AUTH + "\r\n").status()).isEqualTo(200);
            assertUser("alice");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStrangersCertificateIsNoIdentityAndNoneIsNeitherAndBothGetAnAnswer(boolean jdk) {
        start(jdk);

        RawResponse strangers = exchange(tls(issued(stranger)), GET + "\r\n");
        assertThat(strangers.status()).isEqualTo(401);
        assertThat(strangers.body()).contains("the client certificate is not valid");
        RawResponse nobodys = exchange(rig().certificate().sslContext(), GET + "\r\n");
        assertThat(nobodys.status()).isEqualTo(401);
        assertThat(nobodys.body()).contains("a bearer token, or a client certificate, is needed");
        assertThat(rig().cluster().pending()).isEmpty();
    }

    @Test
    void aServersCertificateOfTheSameAuthorityIsNobodys() {
        start(false);
        IssuedCertificate server = authority.issueServer(List.of("localhost"));

        assertThat(exchange(tls(server), GET + "\r\n").status()).isEqualTo(401);
    }

    @Test
    void aRevokedCertificateStopsToCountOnAConnectionThatStands() {
        start(false);
        IssuedCertificate own = issued(authority);
        try (RawClient client = RawClient.connect(tls(own), rig().port())) {
            assertThat(client.send(GET + "\r\n").readResponse().status()).isEqualTo(200);

            String list = authority.revoke(null, own.certificate().getSerialNumber());
            callers.use(new ClientTrust(List.of(authority.own().certificate()), List.of(Pem.revocations(list))));

            assertThat(client.send(GET + "\r\n").readResponse().status()).isEqualTo(401);
        }
    }

    @Test
    void anUpgradeIsItsCallersToo() {
        start(false);
        rig().cluster().answer(exchange -> exchange.respond(new ResponseHead(101, List.of())));
        try (RawClient client = RawClient.connect(tls(issued(authority)), rig().port())) {
            client.send(GET + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n");

            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            assertUser("jane");
        }
    }

    /** Browsers show a certificate for whatever any page asks for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example",
                "Origin: null",
                "Origin: https://localhost.evil.example",
                "Origin: https://localhost:1",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void aForeignPageDoesNotBorrowIt(String line) {
        start(false);
        SSLContext tls = tls(issued(authority));

        assertThat(exchange(tls, GET + line + "\r\n\r\n").status()).isEqualTo(401);
        assertThat(rig().cluster().pending()).isEmpty();
        assertThat(exchange(tls, GET + line + "\r\n" + GatewayRig.AUTH + "\r\n").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://localhost",
                "Origin: http://LOCALHOST",
                "Sec-Fetch-Site: none",
                "Sec-Fetch-Site: same-origin\r\nOrigin: https://localhost"
            })
    void thePageOfTheGatewayItselfAndClientsThatPutTheAddressThereDo(String line) {
        start(false);

        assertThat(exchange(tls(issued(authority)), GET + line + "\r\n\r\n").status())
                .isEqualTo(200);
    }

    private void start(boolean jdk) {
        SSLEngineOptions engine = jdk ? new JdkSSLEngineOptions() : TlsEngines.preferred();
        rig = GatewayRig.start(defaults -> new FrontOptions(
                defaults.host(),
                defaults.port(),
                defaults.domain(),
                defaults.hosts(),
                defaults.corsOrigins(),
                defaults.certificate(),
                engine,
                defaults.maxHeadBytes(),
                defaults.maxStreams(),
                defaults.maxConnectionsPerAddress(),
                defaults.headTimeout(),
                defaults.idleTimeout(),
                defaults.instances(),
                AnyCertificate.hinting(trust().authorities())));
        rig.knows(callers);
    }

    private GatewayRig rig() {
        if (rig == null) {
            throw new IllegalStateException("not started");
        }
        return rig;
    }

    private ClientTrust trust() {
        return new ClientTrust(List.of(authority.own().certificate()), List.of());
    }

    private SSLContext tls(IssuedCertificate own) {
        return rig().certificate().sslContext(own.certificate(), own.key());
    }

    private RawResponse exchange(SSLContext tls, String request) {
        try (RawClient client = RawClient.connect(tls, rig().port())) {
            return client.send(request).readResponse();
        }
    }

    private void assertUser(String name) {
        assertThat(rig().cluster().nextHead().headers()).contains(new Header("Impersonate-User", name));
    }

    private static IssuedCertificate issued(CertificateAuthority by) {
        return by.issueClient(new ClientSubject("jane", List.of()), Duration.ofDays(1));
    }
}
