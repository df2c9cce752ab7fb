package dev.culvert.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.agent.config.AgentOptions;
import dev.culvert.agent.doctor.FakeApiServer;
import dev.culvert.agent.doctor.FakeGateway;
import dev.culvert.tunnel.carrier.TestCertificates;
import dev.culvert.tunnel.exchange.Peer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** One agent, two gateways. */
@Timeout(120)
class SeveralGatewaysTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TestCertificates AUTHORITY = TestCertificates.create();

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path directory;

    private FakeGateway one;
    private FakeGateway other;
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void start() throws Exception {
        one = FakeGateway.start(vertx, AUTHORITY.server());
        other = FakeGateway.start(vertx, AUTHORITY.server());
        FakeApiServer api = FakeApiServer.start(vertx);
        environment = Map.of(
                "CULVERT_GATEWAY",
                "https://localhost:" + one.port() + ",https://localhost:" + other.port(),
                "CULVERT_TOKEN_FILE",
                write("token", FakeGateway.TOKEN),
                "CULVERT_CA_FILE",
                write("ca", AUTHORITY.authorityPem()),
                "CULVERT_KUBECONFIG",
                api.kubeconfig(directory).toString(),
                "CULVERT_HEALTH_ADDRESS",
                "127.0.0.1:0",
                "CULVERT_RIGHTS_CHECK",
                "0");
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void anAgentKeepsItsCarriersToEachGatewayUnderOneNameAndLeavesAllOfThem() throws Exception {
        Agent agent = agent();

        await().atMost(PATIENCE).until(() -> one.carriers() == 2 && other.carriers() == 2);
        await().atMost(PATIENCE).until(() -> health(agent).body().startsWith(text(2, 2)));
        assertThat(one.agents())
                .extracting(Peer::session)
                .hasSize(2)
                .allMatch(other.agents().get(0).session()::equals);

        agent.stop(Duration.ofSeconds(10)).await(20, TimeUnit.SECONDS);

        await().atMost(PATIENCE).until(() -> one.carriers() == 0 && other.carriers() == 0);
    }

    @Test
    void aGatewayThatKnowsTheTokenNotDoesNotHarmTheOther() throws Exception {
        one.knowNobody();

        Agent agent = agent();

        await().atMost(PATIENCE).until(() -> one.refused() >= 2 && other.carriers() == 2);
        await().atMost(PATIENCE).until(() -> health(agent).body().startsWith(text(0, 2)));
        assertThat(health(agent).statusCode()).isEqualTo(200);
        assertThat(one.agents()).isEmpty();
        agent.stop(Duration.ofSeconds(10)).await(20, TimeUnit.SECONDS);
    }

    private String text(int carriers, int others) {
        return "carriers " + (carriers + others) + "\ngateway localhost:" + one.port() + " carriers " + carriers
                + "\ngateway localhost:" + other.port() + " carriers " + others + "\n";
    }

    private Agent agent() throws Exception {
        return Agent.start(
                        vertx,
                        CommandLine.populateCommand(new AgentOptions()).resolve(environment::get),
                        environment::get)
                .await(20, TimeUnit.SECONDS);
    }

    private static HttpResponse<String> health(Agent agent) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.healthPort() + "/readyz"))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }
}
