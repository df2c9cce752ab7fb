package dev.culvert.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.agent.config.AgentConfig;
import dev.culvert.agent.config.AgentOptions;
import dev.culvert.agent.doctor.FakeApiServer;
import dev.culvert.agent.doctor.FakeGateway;
import dev.culvert.agent.doctor.Middlebox;
import dev.culvert.agent.doctor.ServedMode;
import dev.culvert.tunnel.carrier.ConnectProxy;
import dev.culvert.tunnel.carrier.TestCertificates;
import dev.culvert.tunnel.diagnosis.Finding;
import dev.culvert.tunnel.diagnosis.Finding.State;
import dev.culvert.tunnel.diagnosis.Findings;
import dev.culvert.tunnel.diagnosis.Report;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every hop, failing. */
@Timeout(90)
class DoctorTest {
    private static final TestCertificates AUTHORITY = TestCertificates.create();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> TO_THE_GATEWAY =
            List.of("files", "dns", "tcp", "proxy", "tls", "alpn", "grpc", "websocket", "token");
    private static final List<String> TO_THE_API_SERVER =
            List.of("api-credential", "api-dns", "api-tcp", "api-tls", "api-server", "rights");
    private static final String PASSWORD = "proxy-password-0123456789";

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path directory;

    private FakeGateway gateway;
    private FakeApiServer api;
    private ServedMode mode = ServedMode.UNKNOWN;

    @BeforeEach
    void start() throws Exception {
        gateway = FakeGateway.start(vertx, AUTHORITY.server());
        api = FakeApiServer.start(vertx);
        environment.put("CULVERT_TOKEN_FILE", write("token", FakeGateway.TOKEN));
        environment.put("CULVERT_CA_FILE", write("ca", AUTHORITY.authorityPem()));
        environment.put("CULVERT_KUBECONFIG", api.kubeconfig(directory).toString());
        dial("localhost", gateway.port());
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void whatWorksIsSaidPlaceByPlaceAndNobodyIsTakenForAnAgent() {
        Report report = examine();

        List<String> places = new ArrayList<>(TO_THE_GATEWAY);
        places.addAll(TO_THE_API_SERVER);
        assertThat(report.findings()).extracting(Finding::place).isEqualTo(places);
        assertThat(report.findings()).allMatch(finding -> finding.state() == State.OK, "ok");
        assertThat(report.healthy()).isTrue();
        assertThat(Findings.at(report, "tls").detail()).contains("CN=localhost", "CN=test authority");
        assertThat(Findings.at(report, "api-server").detail()).contains("v1.99.0");
        assertThat(gateway.agents()).isEmpty();
    }

    @Test
    void ofSeveralGatewaysEachIsWalkedToAndNamed() throws Exception {
        String works = "localhost:" + gateway.port();
        String closed = "localhost:" + closedPort();
        environment.put("CULVERT_GATEWAY", "https://" + closed + " https://" + works);

        Report report = examine();

        List<String> places = new ArrayList<>(List.of("files"));
        for (String at : List.of(closed, works)) {
            TO_THE_GATEWAY.stream().skip(1).map(place -> place + " " + at).forEach(places::add);
        }
        places.addAll(TO_THE_API_SERVER);
        assertThat(report.findings()).extracting(Finding::place).isEqualTo(places);
        assertThat(Findings.onlyFailure(report, "tcp " + closed).detail()).contains("refused");
        assertThat(Findings.at(report, "token " + closed).state()).isEqualTo(State.SKIPPED);
        assertThat(Findings.at(report, "token " + works).state()).isEqualTo(State.OK);
    }

    @Test
    void aNameWithoutAnAddress() {
        dial("gateway.invalid", gateway.port());
        Finding dns = Findings.onlyFailure(examine(), "dns");
        assertThat(dns.detail()).isEqualTo("gateway.invalid has no address");
        assertThat(dns.advice()).contains("--gateway", "DNS");
    }

    @Test
    void aClosedPort() throws Exception {
        int closed = closedPort();
        dial("localhost", closed);
        Report report = examine();
        assertThat(Findings.onlyFailure(report, "tcp").detail()).contains("127.0.0.1:" + closed, "refused");
        assertThat(report.findings())
                .filteredOn(finding -> finding.state() == State.SKIPPED)
                .extracting(Finding::place)
                .containsExactly("proxy", "tls", "alpn", "grpc", "websocket", "token");
    }

    @Test
    void aPortThatSpeaksNoTls() throws Exception {
        ConnectProxy plain = ConnectProxy.start(vertx, null);
        dial("localhost", plain.port());
        assertThat(Findings.onlyFailure(examine(), "tls").advice()).contains("does not speak TLS");
    }

    @Test
    void aProxyThatWantsAPassword() throws Exception {
        ConnectProxy proxy = ConnectProxy.start(vertx, "somebody:" + PASSWORD);

        throughProxy("", proxy);
        Finding without = Findings.onlyFailure(examine(), "proxy");
        assertThat(without.detail()).contains("407 Proxy Authentication Required");
        assertThat(without.advice()).contains("HTTPS_PROXY=http://USER:PASSWORD@");

        throughProxy("somebody:wrong-" + PASSWORD + "@", proxy);
        Report wrong = examine();
        assertThat(Findings.onlyFailure(wrong, "proxy").advice()).contains("does not take this user and password");
        assertThat(wrong.text() + wrong.json()).doesNotContain(PASSWORD);

        throughProxy("somebody:" + PASSWORD + "@", proxy);
        Report right = examine();
        assertThat(right.healthy()).as(right.text()).isTrue();
        assertThat(Findings.at(right, "proxy").detail()).contains("opens the way to localhost:" + gateway.port());
        assertThat(right.text()).doesNotContain(PASSWORD);
    }

    @Test
    void somebodyWhoInterceptsTls() throws Exception {
        TestCertificates other = TestCertificates.create();
        dial("localhost", Middlebox.start(vertx, other.server(), gateway.port()).port());
        Report report = examine();
        Finding tls = Findings.onlyFailure(report, "tls");
        assertThat(tls.detail())
                .contains("not of an authority that is trusted", AUTHORITY.authorityName(), other.authorityName());
        assertThat(tls.advice()).contains("intercepts TLS");
        assertThat(Findings.at(report, "token").state()).isEqualTo(State.SKIPPED);
    }

    @Test
    void aCertificateForAnotherName() throws Exception {
        FakeGateway other = FakeGateway.start(vertx, AUTHORITY.server("gateway.example", "203.0.113.7"));
        dial("localhost", other.port());
        assertThat(Findings.onlyFailure(examine(), "tls").detail())
                .startsWith("not for localhost but for gateway.example, 203.0.113.7: ");
    }

    @Test
    void somethingTrustedThatTakesTheUpgradeAway() throws Exception {
        dial(
                "localhost",
                Middlebox.start(vertx, AUTHORITY.server(), gateway.port()).port());
        Report report = examine();
        assertThat(Findings.at(report, "alpn").state()).isEqualTo(State.WARNING);
        assertThat(Findings.at(report, "grpc").state()).isEqualTo(State.FAILED);
        assertThat(Findings.at(report, "grpc").advice()).contains("HTTP/2 does not get through");
        Finding websocket = Findings.at(report, "websocket");
        assertThat(websocket.state()).isEqualTo(State.FAILED);
        assertThat(websocket.detail()).contains("HTTP 400", "gateway: the tunnel speaks gRPC and WebSocket only");
        assertThat(websocket.advice()).contains("takes the Upgrade header away");
        assertThat(Findings.at(report, "token").state()).isEqualTo(State.SKIPPED);
        assertThat(report.healthy()).isFalse();
    }

    @Test
    void aWrongToken() throws Exception {
        environment.put("CULVERT_TOKEN_FILE", write("other-token", "cva_somebody-elses"));
        Report report = examine();
        assertThat(Findings.onlyFailure(report, "token").advice()).contains("--token-file");
        assertThat(Findings.at(report, "grpc").state()).isEqualTo(State.OK);
        assertThat(Findings.at(report, "websocket").state()).isEqualTo(State.OK);
        assertThat(report.text() + report.json()).doesNotContain("somebody-elses");
    }

    @Test
    void somethingThatHoldsStreamsBack() {
        gateway.fallSilent();
        environment.put("CULVERT_CARRIER", "grpc");
        Finding grpc = Findings.onlyFailure(examine(Duration.ofSeconds(3)), "grpc");
        assertThat(grpc.detail()).isEqualTo("opens, but nothing comes back");
        assertThat(grpc.advice()).contains("holds streams back");
    }

    @Test
    void filesThatHoldSomethingElse() throws Exception {
        environment.put("CULVERT_CA_FILE", write("no-ca", "something else"));
        Finding files = Findings.onlyFailure(examine(), "files");
        assertThat(files.detail()).contains("--ca-file holds no PEM certificate");
    }

    @Test
    void anApiServerThatIsAwayOrAnother() throws Exception {
        FakeApiServer other = FakeApiServer.start(vertx);
        kubeconfig(api.kubeconfig(directory, other.authorityPem(), FakeApiServer.TOKEN));
        assertThat(Findings.onlyFailure(examine(), "api-tls").advice())
                .contains("the agent must reach the API server itself");

        kubeconfig(api.kubeconfig(directory, api.authorityPem(), "expired"));
        Finding unauthorized = Findings.onlyFailure(examine(), "api-server");
        assertThat(unauthorized.detail()).isEqualTo("HTTP 401: Unauthorized");
        assertThat(unauthorized.advice()).contains("does not know the agent's credential");

        kubeconfig(api.kubeconfig(directory));
        api.stop();
        assertThat(Findings.onlyFailure(examine(), "api-tcp").detail()).contains("refused");
    }

    @Test
    void anApiServerThatForbids() {
        api.forbidReviews();
        Finding rights = Findings.onlyFailure(examine(), "rights");
        assertThat(rights.detail()).isEqualTo("HTTP 403: selfsubjectaccessreviews is forbidden");
    }

    @Test
    void aMissingRight() {
        api.allow(Set.of("users", "groups", "serviceaccounts", "subjectaccessreviews"));
        Finding rights = Findings.onlyFailure(examine(), "rights");
        assertThat(rights.detail()).contains("missing: impersonate uids.authentication.k8s.io");
        assertThat(rights.advice()).contains("gateway manifest --mode impersonate");
    }

    @Test
    void whetherNoRightAtAllIsAFailureDependsOnTheMode() {
        api.allow(Set.of());
        Report unknown = examine();
        assertThat(Findings.at(unknown, "rights").state()).isEqualTo(State.WARNING);
        assertThat(unknown.healthy()).isTrue();
        mode = ServedMode.AGENT;
        assertThat(Findings.at(examine(), "rights").state()).isEqualTo(State.OK);
        mode = ServedMode.IMPERSONATE;
        assertThat(Findings.onlyFailure(examine(), "rights").detail()).contains("nobody can be impersonated");
    }

    private Report examine() {
        return examine(PATIENCE);
    }

    private Report examine(Duration deadline) {
        AgentConfig config = CommandLine.populateCommand(new AgentOptions()).resolve(environment::get);
        Report report = DoctorCommand.examine(config, mode, environment::get, deadline);
        assertThat(report.text() + report.json()).doesNotContain(FakeGateway.TOKEN, FakeApiServer.TOKEN);
        return report;
    }

    private void dial(String host, int port) {
        environment.put("CULVERT_GATEWAY", "https://" + host + ":" + port);
    }

    private void throughProxy(String credentials, ConnectProxy proxy) {
        environment.put("HTTPS_PROXY", "http://" + credentials + "127.0.0.1:" + proxy.port());
    }

    private void kubeconfig(Path file) {
        environment.put("CULVERT_KUBECONFIG", file.toString());
    }

    private String write(String name, String content) throws Exception {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    private static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
