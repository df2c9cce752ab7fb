package dev.culvert.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.culvert.gateway.config.Address;
import dev.culvert.gateway.config.ConfigFile;
import dev.culvert.gateway.pki.CertificateAuthority;
import dev.culvert.gateway.setup.Installation;
import dev.culvert.gateway.testing.TestCertificate;
import dev.culvert.tunnel.diagnosis.Finding;
import dev.culvert.tunnel.diagnosis.Finding.State;
import dev.culvert.tunnel.diagnosis.Findings;
import dev.culvert.tunnel.diagnosis.Report;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything that a gateway needs, failing. */
@Timeout(120)
@NullUnmarked
class DoctorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Installation ANOTHER = installation(1, 2, null);

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path directory;

    private int publicPort;
    private int privatePort;
    private Gateway gateway;

    @BeforeEach
    void install() throws IOException {
        publicPort = freePort();
        privatePort = freePort();
        installation(publicPort, privatePort, "clusters.test").write(directory, false, InstantSource.system());
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.stop().await();
        }
        vertx.close().await();
    }

    @Test
    void anInstallationThatCanBeStartedIsWellAndIsLeftAsItIs() {
        Report report = examine(Optional.empty());
        assertThat(report.healthy()).as(report.text()).isTrue();
        assertThat(report.findings())
                .extracting(Finding::place)
                .containsExactly(
                        "configuration",
                        "certificate",
                        "names",
                        "agent-certificates",
                        "store",
                        "private-port",
                        "public-port",
                        "gateway",
                        "clusters");
        assertThat(Findings.at(report, "names").detail()).contains("localhost", "*.clusters.test");
        assertThat(Findings.at(report, "store").detail()).contains("has no tables yet");
        assertThat(Findings.at(report, "gateway").state()).isEqualTo(State.SKIPPED);
        assertThat(directory.resolve("culvert.db")).doesNotExist();
    }

    @Test
    void theClustersOfAGatewayThatRunsAreLookedThrough() throws IOException {
        run();
        Optional<String> token = token();

        assertThat(Findings.at(examine(Optional.empty()), "clusters").detail()).contains("--token-file");
        Finding away = Findings.onlyFailure(examine(token), "cluster north");
        assertThat(away.detail()).isEqualTo("no agent is connected to this gateway");
        assertThat(away.advice()).contains("cluster-proxy doctor");

        TestAgent agent = new TestAgent(vertx, publicPort, directory.resolve("ca.crt"), read("agent-north.token"));
        Report report = examine(token);
        assertThat(report.healthy()).as(report.text()).isTrue();
        assertThat(Findings.at(report, "public-port").detail()).contains("held by the gateway");
        assertThat(Findings.at(report, "store").detail()).contains("up to date");
        assertThat(Findings.at(report, "cluster north").detail())
                .isEqualTo("1 agent, 1 connection (agent/test by grpc); its API server answers: HTTP 200");
        assertThat(agent.requests).hasSize(1);
        assertThat(report.text() + report.json()).doesNotContain(token.get());

        agent.answers = false;
        assertThat(Findings.onlyFailure(examine(token, Duration.ofSeconds(2)), "cluster north")
                        .detail())
                .contains("but no answer: ");
    }

    @Test
    void aTokenThatTheGatewayDoesNotKnow() {
        run();
        Finding clusters = Findings.onlyFailure(examine(Optional.of("cvc_nobody")), "clusters");
        assertThat(clusters.detail()).startsWith("gateway: ");
        assertThat(clusters.advice()).contains("--token-file");
    }

    @Test
    void whoeverHoldsAPortIsToldFromTheGateway() throws IOException {
        try (ServerSocket other = new ServerSocket(publicPort, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Findings.onlyFailure(examine(token()), "public-port").detail())
                    .contains("held by another program");
            assertThat(other.isBound()).isTrue();
        }
        HttpServer web = vertx.createHttpServer()
                .requestHandler(request -> request.response().setStatusCode(404).end());
        web.listen(privatePort, "127.0.0.1").await();
        assertThat(Findings.onlyFailure(examine(token()), "private-port").detail())
                .contains("another program: HTTP 404");
    }

    @Test
    void aGatewayWithAnotherCertificateGetsNoToken() throws IOException {
        run();
        Path other = directory.resolve("other");
        ANOTHER.write(other, false, InstantSource.system());
        replace("gateway.crt", Files.readString(other.resolve("gateway.crt")));
        replace("gateway.key", Files.readString(other.resolve("gateway.key")));
        Report report = examine(token());
        assertThat(report.findings())
                .filteredOn(Finding::isFailed)
                .extracting(Finding::place)
                .containsExactly("names", "public-port");
        assertThat(Findings.at(report, "clusters").state()).isEqualTo(State.SKIPPED);
    }

    @Test
    void aConfigurationThatIsNone() throws IOException {
        change("private:", "privat:");
        Report report = examine(Optional.empty());
        assertThat(report.findings()).hasSize(1);
        assertThat(Findings.onlyFailure(report, "configuration").detail()).contains("gateway.yaml", "privat");
    }

    @Test
    void aKeyThatIsAnothers() throws IOException {
        Path other = directory.resolve("other");
        ANOTHER.write(other, false, InstantSource.system());
        replace("gateway.key", Files.readString(other.resolve("gateway.key")));
        assertThat(Findings.onlyFailure(examine(Optional.empty()), "certificate")
                        .detail())
                .contains("the key is not the certificate's");

        Files.delete(directory.resolve("gateway.key"));
        assertThat(Findings.onlyFailure(examine(Optional.empty()), "certificate")
                        .detail())
                .contains("gateway.key: there is no such file");
    }

    @Test
    void aCertificateThatHasExpired() throws IOException {
        InstantSource longAgo = InstantSource.fixed(Instant.parse("2001-01-01T00:00:00Z"));
        installation(publicPort, privatePort, "clusters.test").write(directory, true, longAgo);
        Report report = examine(Optional.empty());
        assertThat(report.findings())
                .filteredOn(Finding::isFailed)
                .extracting(Finding::place)
                .containsExactly("certificate", "agent-certificates");
        assertThat(Findings.at(report, "certificate").detail()).startsWith("expired: CN=localhost");
    }

    @Test
    void aCertificateForOtherNames() throws IOException {
        change("  domain: \"clusters.test\"", "  hosts: [\"own.elsewhere.test\"]\n  domain: \"other.clusters.test\"");
        change("install:\n", "install:\n  gateway: \"https://gateway.example.com\"\n");
        assertThat(Findings.onlyFailure(examine(Optional.empty()), "names").detail())
                .startsWith(
                        "the certificate is not for own.elsewhere.test, *.other.clusters.test, gateway.example.com but for:");
    }

    @Test
    void ofSeveralGatewaysTheCertificateIsForOneAtLeast() throws IOException {
        change("install:\n", "install:\n  gateway: [\"https://other.test\", \"https://third.test:8443\"]\n");
        assertThat(Findings.onlyFailure(examine(Optional.empty()), "names").detail())
                .startsWith("the certificate is not for other.test, third.test but for:");
        change("\"https://other.test\"", "\"https://localhost\"");
        assertThat(Findings.at(examine(Optional.empty()), "names").state()).isEqualTo(State.OK);
    }

    @Test
    void theAuthorityOfAgentsCertificates() throws IOException {
        assertThat(Findings.at(examine(Optional.empty()), "agent-certificates").detail())
                .contains(" signs, until ")
                .doesNotContain("authorities count");

        CertificateAuthority old = CertificateAuthority.create(
                "Old CA", InstantSource.fixed(Instant.now().minus(Duration.ofDays(3650 - 7))));
        replace("agents-ca.crt", old.own().certificatePem() + read("agents-ca.crt"));
        replace("agents-ca.key", old.own().keyPem());
        Finding soon = Findings.at(examine(Optional.empty()), "agent-certificates");
        assertThat(soon.state()).isEqualTo(State.WARNING);
        assertThat(soon.detail()).startsWith("CN=Old CA signs, until ").endsWith("; 2 authorities count");

        CertificateAuthority over =
                CertificateAuthority.create("Over CA", InstantSource.fixed(Instant.parse("2001-01-01T00:00:00Z")));
        replace("agents-ca.crt", over.own().certificatePem());
        replace("agents-ca.key", over.own().keyPem());
        assertThat(Findings.onlyFailure(examine(Optional.empty()), "agent-certificates")
                        .detail())
                .startsWith("expired: CN=Over CA signs")
                .contains("agents come by their tokens");

        replace("agents-ca.key", old.own().keyPem());
        assertThat(Findings.onlyFailure(examine(Optional.empty()), "agent-certificates")
                        .detail())
                .contains("agents-ca.crt", "the key is not that of the authority's certificate");
    }

    @Test
    void aStoreThatIsNone() throws IOException {
        Files.writeString(directory.resolve("culvert.db"), "this is no database, and long enough to be taken for one");
        assertThat(Findings.onlyFailure(examine(Optional.empty()), "store").detail())
                .contains("not a database");
    }

    @Test
    void filesOfClientCertificatesAndOfRules() throws IOException {
        append(
                "authentication:\n  clientCertificates:\n    ca: ca.crt\n    crl: revoked.crl\naccessRulesFile: rules.yaml\n");
        replace("rules.yaml", "apiVersion: culvert.dev/v1\nkind: AccessRuleList\nitems: [{}]\n");
        Report broken = examine(Optional.empty());
        assertThat(broken.findings())
                .filteredOn(Finding::isFailed)
                .extracting(Finding::place)
                .containsExactly("client-certificates", "access-rules");
        assertThat(Findings.at(broken, "client-certificates").detail()).contains("revoked.crl cannot be read");

        change("    crl: revoked.crl\n", "");
        replace("rules.yaml", "apiVersion: culvert.dev/v1\nkind: AccessRuleList\nitems: []\n");
        Report mended = examine(Optional.empty());
        assertThat(mended.healthy()).as(mended.text()).isTrue();
        assertThat(Findings.at(mended, "client-certificates").detail()).contains("CN=Culvert gateway CA", "no list");
        assertThat(Findings.at(mended, "access-rules").detail()).endsWith("rules.yaml holds 0 rules");
    }

    @Test
    void aProviderThatIsAwayAndOneThatIsThere() throws IOException, JOSEException {
        TestCertificate certificate = TestCertificate.create();
        String issuer = "https://localhost:" + freePort();
        append("authentication:\n  oidc:\n    - issuer: %s\n      audiences: [culvert]\n      caFile: issuer.crt\n"
                .formatted(issuer));
        replace("issuer.crt", certificate.certificatePem());
        Finding away = Findings.onlyFailure(examine(Optional.empty()), "issuer " + issuer);
        assertThat(away.detail()).containsIgnoringCase("refused");
        assertThat(away.advice()).contains(issuer + "/.well-known/openid-configuration");

        String keys = new JWKSet(new ECKeyGenerator(Curve.P_256).keyID("k").generate()).toString();
        String document = new JsonObject()
                .put("issuer", issuer)
                .put("jwks_uri", issuer + "/keys")
                .encode();
        vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCert()))
                .requestHandler(request -> request.response().end(request.path().equals("/keys") ? keys : document))
                .listen(Integer.parseInt(issuer.substring(issuer.lastIndexOf(':') + 1)), "127.0.0.1")
                .await();
        Report there = examine(Optional.empty());
        assertThat(there.healthy()).as(there.text()).isTrue();
        assertThat(Findings.at(there, "issuer " + issuer).detail()).isEqualTo("publishes 1 key");
    }

    private static Installation installation(int publicPort, int privatePort, String domain) {
        return new Installation(
                List.of("localhost"),
                "north",
                "jane",
                false,
                new Address("127.0.0.1", publicPort),
                new Address("127.0.0.1", privatePort),
                domain);
    }

    private void run() {
        gateway = new Gateway(ConfigFile.load(directory.resolve("gateway.yaml")));
        gateway.start().await();
    }

    private Report examine(Optional<String> token) {
        return examine(token, PATIENCE);
    }

    private Report examine(Optional<String> token, Duration deadline) {
        return DoctorCommand.examine(directory.resolve("gateway.yaml"), token, deadline);
    }

    private Optional<String> token() throws IOException {
        return Optional.of(read("caller-jane.token"));
    }

    private String read(String name) throws IOException {
        return Files.readString(directory.resolve(name)).strip();
    }

    private void replace(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    private void append(String yaml) throws IOException {
        replace("gateway.yaml", Files.readString(directory.resolve("gateway.yaml")) + "\n" + yaml);
    }

    private void change(String from, String to) throws IOException {
        String yaml = Files.readString(directory.resolve("gateway.yaml"));
        assertThat(yaml).contains(from);
        replace("gateway.yaml", yaml.replaceFirst(from, to));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
