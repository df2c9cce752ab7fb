package dev.culvert.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.culvert.gateway.config.Address;
import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.config.ConfigFile;
import dev.culvert.gateway.setup.Installation;
import dev.culvert.tunnel.exchange.Header;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole gateway from a directory that init made, with an agent and callers over TLS. */
@Timeout(120)
@NullUnmarked
class GatewayTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path parent;

    private Path directory;
    private Gateway gateway;

    private record Answer(int status, String body, String contentType) {}

    @BeforeEach
    void start() throws IOException {
        directory = parent.resolve("gateway");
        new Installation(
                        List.of("localhost"),
                        "north",
                        "jane",
                        true,
                        new Address("127.0.0.1", 0),
                        new Address("127.0.0.1", 0),
                        "clusters.test")
                .write(directory, false, InstantSource.system());
        Path yaml = directory.resolve("gateway.yaml");
        Files.writeString(yaml, Files.readString(yaml) + "shutdownGrace: 1s\nparking: {wait: 2s, window: 30s}\n");
        gateway = new Gateway(ConfigFile.load(yaml));
        gateway.start().await();
    }

    @AfterEach
    void stop() {
        gateway.stop().await();
        vertx.close().await();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aRequestActsAsItsCallerAndItsTokenStaysBehind(HttpVersion version) {
        TestAgent agent = agent();

        Answer answer = get(version, "localhost", "/clusters/north/api/v1/pods?x=1", token("caller-jane"), Map.of());

        assertThat(answer).isEqualTo(new Answer(200, "hello", ""));
        assertThat(agent.requests).singleElement().satisfies(head -> {
            assertThat(head.target()).isEqualTo("/api/v1/pods?x=1");
            assertThat(head.headers()).contains(new Header("Impersonate-User", "jane"));
            assertThat(head.headers()).noneMatch(header -> header.is("Authorization"));
            assertThat(head.headers()).noneMatch(header -> header.value().contains(token("caller-jane")));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aClusterHasAHostOfItsOwn(HttpVersion version) {
        TestAgent agent = agent();

        Answer answer = get(version, "north.clusters.test", "/version", token("caller-jane"), Map.of());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(agent.requests).singleElement().satisfies(head -> assertThat(head.target())
                .isEqualTo("/version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "AGENT"})
    void withoutAValidTokenNothingReachesTheAgent(String what) {
        TestAgent agent = agent();
        String token = what.equals("AGENT") ? token("agent-north") : what;

        Answer answer = get(HttpVersion.HTTP_2, "localhost", "/clusters/north/version", token, Map.of());

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.body()).contains("\"kind\":\"Status\"", "\"reason\":\"Unauthorized\"");
        assertThat(agent.requests).isEmpty();
    }

    @Test
    void anUnknownClusterIsForbiddenAndNothingReachesTheAgent() {
        TestAgent agent = agent();

        Answer answer = get(HttpVersion.HTTP_2, "localhost", "/clusters/south/version", token("caller-jane"), Map.of());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("user \\\"jane\\\" has no access to cluster \\\"south\\\"");
        assertThat(agent.requests).isEmpty();
    }

    @Test
    void nestedImpersonationIsTheClustersToAllow() {
        TestAgent agent = agent();

        Answer answer = get(
                HttpVersion.HTTP_1_1,
                "localhost",
                "/clusters/north/version",
                token("caller-jane"),
                Map.of("impersonate-User", "root"));

        // This agent's API server says hello to everything, which is no yes.
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("the cluster's answer to an access review was not understood");
        assertThat(agent.requests).singleElement().satisfies(head -> assertThat(head.target())
                .isEqualTo("/apis/authorization.k8s.io/v1/subjectaccessreviews"));
    }

    @Test
    void aRequestWaitsForTheAgentAndFailsInTimeWithoutOne() {
        Answer late = get(HttpVersion.HTTP_2, "localhost", "/clusters/north/version", token("caller-jane"), Map.of());
        assertThat(late.status()).isEqualTo(503);

        Future<Answer> waiting =
                ask(HttpVersion.HTTP_2, "localhost", "/clusters/north/version", token("caller-jane"), Map.of());
        agent();

        assertThat(waiting.await().status()).isEqualTo(200);
    }

    @Test
    void aLostAgentIsNoLongerAsked() {
        agent().lose();
        TestAgent successor = agent();

        await().untilAsserted(() -> assertThat(
                        get(HttpVersion.HTTP_2, "localhost", "/clusters/north/version", token("caller-jane"), Map.of())
                                .status())
                .isEqualTo(200));
        assertThat(successor.requests).isNotEmpty();
    }

    @Test
    void stoppingTellsTheAgentAndEndsWhatIsUnderWayAfterItsGrace() {
        TestAgent agent = agent();
        agent.answers = false;
        Future<Answer> underWay =
                ask(HttpVersion.HTTP_2, "localhost", "/clusters/north/version", token("caller-jane"), Map.of());
        await().until(() -> agent.requests.size() == 1);

        Future<Void> stopped = gateway.stop();

        agent.endpoint.peerDraining().await();
        assertThat(underWay.isComplete()).isFalse();
        stopped.await();
        agent.endpoint.closed().await();
        await().until(underWay::isComplete);
        assertThat(underWay.failed() || underWay.result().status() >= 500).isTrue();
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        Path yaml = directory.resolve("gateway.yaml");
        Files.writeString(
                yaml,
                Files.readString(yaml)
                        .replace(
                                "private:\n  address: \"127.0.0.1:0\"",
                                "private:\n  address: \"127.0.0.1:" + gateway.privatePort() + "\""));
        Gateway second = new Gateway(ConfigFile.load(yaml));

        assertThatThrownBy(() -> second.start().await())
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("cannot listen on 127.0.0.1:" + gateway.privatePort() + ": ");
        second.stop().await();
    }

    @Test
    void aMissingKeyIsNamed() throws IOException {
        Files.delete(directory.resolve("gateway.key"));

        assertThatThrownBy(() -> new Gateway(ConfigFile.load(directory.resolve("gateway.yaml"))))
                .isInstanceOf(ConfigException.class)
                .hasMessage("public.tls.key: " + directory.resolve("gateway.key") + ": there is no such file");
    }

    @Test
    void aCertificateIsNoKey() throws IOException {
        Files.copy(
                directory.resolve("gateway.crt"),
                directory.resolve("gateway.key"),
                StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> new Gateway(ConfigFile.load(directory.resolve("gateway.yaml"))))
                .hasMessageStartingWith("public.tls.key: ")
                .hasMessageEndingWith(" holds no PEM PRIVATE KEY");
    }

    private TestAgent agent() {
        return new TestAgent(vertx, gateway.publicPort(), directory.resolve("ca.crt"), token("agent-north"));
    }

    private String token(String name) {
        try {
            return Files.readString(directory.resolve(name + ".token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer get(HttpVersion version, String host, String target, String token, Map<String, String> headers) {
        return ask(version, host, target, token, headers).await();
    }

    private Future<Answer> ask(
            HttpVersion version, String host, String target, String token, Map<String, String> headers) {
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setProtocolVersion(version)
                .setUseAlpn(true)
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(directory.resolve("ca.crt").toString())));
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(gateway.publicPort(), "127.0.0.1"))
                .setHost(host)
                .setPort(gateway.publicPort())
                .setURI(target);
        if (!token.isEmpty()) {
            options.putHeader("Authorization", "Bearer " + token);
        }
        headers.forEach(options::putHeader);
        return client.request(options)
                .compose(request -> request.send())
                .compose(response -> response.body()
                        .map((Buffer body) -> new Answer(
                                response.statusCode(),
                                body.toString(),
                                String.valueOf(response.getHeader("Content-Type"))
                                        .replace("null", ""))))
                .eventually(() -> client.close());
    }
}
