package dev.culvert.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.culvert.gateway.AdminClient.Answer;
import dev.culvert.gateway.config.Address;
import dev.culvert.gateway.config.ConfigFile;
import dev.culvert.gateway.setup.Installation;
import dev.culvert.gateway.testing.PostgresServer;
import dev.culvert.tunnel.exchange.Exchange;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one PostgreSQL; skipped where none can be started, with the reason. */
@Timeout(120)
@NullUnmarked
class TwoGatewaysTest {
    private static final int ROUNDS = 5;

    /** The configuration of a gateway that lets run what runs. */
    private static final String PATIENT = "patient.yaml";

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private static Path directory;

    private static EmbeddedPostgres server;
    private static Gateway one;
    private static Gateway other;
    private static AdminClient atOne;
    private static AdminClient atOther;

    @BeforeAll
    static void start() throws IOException {
        server = PostgresServer.start();
        execute("create database culvert");
        Address anyPort = new Address("127.0.0.1", 0);
        new Installation(List.of("localhost"), null, "root", false, anyPort, anyPort, null)
                .write(directory, true, InstantSource.system());
        Files.writeString(directory.resolve("db.password"), "postgres\n");
        Path yaml = directory.resolve("gateway.yaml");
        String before = Files.readString(yaml);
        String store = "store:\n  url: \"postgresql://localhost:" + server.getPort()
                + "/culvert\"\n  user: postgres\n  passwordFile: db.password\n  poll: 100ms\n";
        String after = before.replaceFirst("(?m)^store:\\R {2}file: .*\\R", store);
        assertThat(after).contains(store);
        Files.writeString(yaml, after + "shutdownGrace: 0s\nparking: {wait: 1s}\n");
        Files.writeString(
                directory.resolve(PATIENT), Files.readString(yaml).replace("shutdownGrace: 0s", "shutdownGrace: 20s"));
        one = gateway("gateway.yaml");
        other = gateway("gateway.yaml");
        atOne = admin(one);
        atOther = admin(other);
    }

    @AfterAll
    static void stop() throws IOException {
        for (Gateway gateway : List.of(one, other)) {
            if (gateway != null) {
                gateway.stop().await();
            }
        }
        VERTX.close().await();
        if (server != null) {
            server.close();
        }
    }

    @Test
    void whatIsMadeAtOneCountsAtTheOther() {
        String agentToken = cluster("made");
        AdminClient caller = caller("maker");

        TestAgent agent = agentOnceKnown(other, "made", agentToken);
        rule("makers", "maker", "made");

        await().until(() -> at(other, caller).get("/clusters/made/version").status() == 200);
        assertThat(agent.requests).isNotEmpty();
        assertThat(caller.get("/clusters/made/version").status())
                .as("its agent is connected to the other alone")
                .isEqualTo(503);
    }

    @Test
    void whatIsTakenBackAtOneEndsAtTheOther() {
        String agentToken = cluster("taken");
        AdminClient byToken = caller("first");
        AdminClient byRule = caller("second");
        AdminClient byName = caller("third");
        AdminClient stays = caller("fourth");
        for (String name : List.of("first", "second", "third", "fourth")) {
            rule(name, name, "taken");
        }
        TestAgent agent = agentOnceKnown(other, "taken", agentToken);
        List<InputStream> ending = new ArrayList<>();
        for (AdminClient client : List.of(byToken, byRule, byName)) {
            ending.add(watch(at(other, client), agent, "taken"));
        }
        InputStream staying = watch(at(other, stays), agent, "taken");
        Exchange last = agent.open.get(agent.open.size() - 1);

        assertThat(atOne.send("DELETE", "callertokens/first-token", null).status())
                .isEqualTo(200);
        assertThat(atOne.send("DELETE", "accessrules/second", null).status()).isEqualTo(200);
        assertThat(atOne.send("PATCH", "callers/third", "{'spec': {'disabled': true}}")
                        .status())
                .isEqualTo(200);

        for (InputStream stream : ending) {
            assertThatThrownBy(stream::readAllBytes).isInstanceOf(IOException.class);
        }
        assertThat(at(other, byToken).get("/clusters/taken/version").status()).isEqualTo(401);
        assertThat(at(other, byRule).get("/clusters/taken/version").status()).isEqualTo(403);
        last.context().runOnContext(go -> last.out().write(Buffer.buffer("more")));
        assertThat(read(staying, 4)).isEqualTo("more");

        assertThat(atOne.send("DELETE", "agenttokens/taken-token", null).status())
                .isEqualTo(200);

        assertThat(agent.endpoint.closed().await().getMessage()).containsIgnoringCase("unauthorized");
        assertThatThrownBy(staying::readAllBytes).isInstanceOf(IOException.class);
    }

    @Test
    void anInstallLinkCountsOnceForBothOfThem() {
        cluster("linked");
        await().until(() -> atOther.get("clusters/linked").status() == 200);
        for (int round = 0; round < ROUNDS; round++) {
            String path = made(atOne.send("POST", "installlinks", "{'spec': {'cluster': 'linked'}}"))
                    .body()
                    .at("/status/url")
                    .asText()
                    .replaceFirst("https://[^/]+", "");
            // Only looked at it is not used up.
            await().until(() -> atOther.send("HEAD", path, null).status() == 200);

            List<Answer> both = both(client -> client.get(path));

            assertThat(both).extracting(Answer::status).containsExactlyInAnyOrder(200, 401);
            assertThat(both(client -> client.get(path)))
                    .extracting(Answer::status)
                    .containsOnly(401);
        }
        // The last may have been made by the other, of which this one hears a little later.
        await().untilAsserted(() -> assertThat(
                        atOne.get("agenttokens").body().path("items").findValuesAsText("description"))
                .filteredOn(description -> description.startsWith("made by install link linked-"))
                .hasSize(ROUNDS));
    }

    @Test
    void ofTwoAdministratorsWhoChangeOneVersionOneIsToldWhereverTheyAre() {
        cluster("contended");
        for (int round = 0; round < ROUNDS; round++) {
            Answer now = atOne.get("clusters/contended");
            String version = now.body().at("/metadata/resourceVersion").asText();
            await().until(() -> atOther.get("clusters/contended").body().equals(now.body()));
            String change = "{'metadata': {'resourceVersion': '" + version + "', 'labels': {'round': '%s-" + round
                    + "'}}, 'spec': {}}";

            List<Answer> both = both(client ->
                    client.send("PUT", "clusters/contended", change.formatted(client == atOne ? "one" : "other")));

            assertThat(both).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
            assertThat(both)
                    .filteredOn(answer -> answer.status() == 409)
                    .extracting(Answer::reason)
                    .containsOnly("Conflict");
            String winner = both.stream()
                    .filter(answer -> answer.status() == 200)
                    .findFirst()
                    .orElseThrow()
                    .body()
                    .at("/metadata/labels/round")
                    .asText();
            for (AdminClient client : List.of(atOne, atOther)) {
                await().untilAsserted(() -> assertThat(client.get("clusters/contended")
                                .body()
                                .at("/metadata/labels/round")
                                .asText())
                        .isEqualTo(winner));
            }
        }
        List<Answer> created =
                both(client -> client.send("POST", "clusters", "{'metadata': {'name': 'created-twice'}}"));
        assertThat(created).extracting(Answer::status).containsExactlyInAnyOrder(201, 409);
        assertThat(created).extracting(Answer::reason).contains("AlreadyExists");
    }

    @Test
    void whileTheDatabaseIsAwayWhatIsKnownCountsAndNothingCanBeChanged() {
        String agentToken = cluster("kept");
        AdminClient caller = caller("keeper");
        rule("keepers", "keeper", "kept");
        TestAgent agent = agentOnceKnown(one, "kept", agentToken);
        InputStream watch = watch(caller, agent, "kept");
        execute("alter database culvert allow_connections false");
        try {
            execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'culvert'");

            Answer refused = atOther.send("POST", "clusters", "{'metadata': {'name': 'late'}}");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body().path("kind").asText()).isEqualTo("Status");
            assertThat(refused.reason()).isEqualTo("ServiceUnavailable");
            assertThat(refused.body().path("message").asText()).startsWith("gateway: ");
            assertThat(atOther.get("clusters/kept").status()).isEqualTo(200);
            assertThat(atOther.get("clusters/late").status()).isEqualTo(404);
            assertThat(caller.get("/clusters/kept/version").status()).isEqualTo(200);
            Exchange exchange = agent.open.get(0);
            exchange.context().runOnContext(go -> exchange.out().write(Buffer.buffer("more")));
            assertThat(read(watch, 4)).isEqualTo("more");
        } finally {
            execute("alter database culvert allow_connections true");
        }
        await().until(
                        () -> atOne.send("POST", "clusters", "{'metadata': {'name': 'late'}}")
                                .status(),
                        status -> status == 201);
        await().until(() -> atOther.get("clusters/late").status() == 200);
    }

    /** As in a rolling restart behind a load balancer: an agent is connected to each gateway. */
    @Test
    void whileOneStopsTheOtherServesAndWhatRunsRunsToItsEnd() {
        String agentToken = cluster("rolling");
        AdminClient caller = caller("roller");
        rule("rollers", "roller", "rolling");
        Gateway leaving = gateway(PATIENT);
        TestAgent there = agentOnceKnown(leaving, "rolling", agentToken);
        agentOnceKnown(other, "rolling", agentToken);
        await().until(() -> at(other, caller).get("/clusters/rolling/version").status() == 200);
        InputStream watch = watch(at(leaving, caller), there, "rolling");
        Exchange exchange = there.open.get(0);

        Future<Void> stopped = leaving.stop();

        await().until(() -> !there.endpoint.available());
        assertThat(at(other, caller).get("/clusters/rolling/version").status()).isEqualTo(200);
        exchange.context().runOnContext(go -> {
            exchange.out().write(Buffer.buffer("last"));
            exchange.out().end();
        });
        assertThat(read(watch, 4)).isEqualTo("last");
        assertThat(read(watch, 1)).as("a clean end").isEmpty();
        stopped.await();
    }

    private static void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Gateway gateway(String configuration) {
        Gateway gateway = new Gateway(ConfigFile.load(directory.resolve(configuration)));
        gateway.start().await();
        return gateway;
    }

    private static AdminClient admin(Gateway gateway) throws IOException {
        return new AdminClient(
                ca(),
                gateway.publicPort(),
                Files.readString(directory.resolve("caller-root.token")).strip());
    }

    /** The same caller at that gateway. */
    private static AdminClient at(Gateway gateway, AdminClient caller) {
        return caller.at(gateway.publicPort());
    }

    /** The same at both, at the same moment. */
    private static List<Answer> both(Function<AdminClient, Answer> question) {
        CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> question.apply(atOne));
        CompletableFuture<Answer> second = CompletableFuture.supplyAsync(() -> question.apply(atOther));
        return List.of(first.join(), second.join());
    }

    /** Made at one. The token of its agent. */
    private static String cluster(String name) {
        made(atOne.send("POST", "clusters", "{'metadata': {'name': '" + name + "'}}"));
        return secret(atOne.send(
                "POST",
                "agenttokens",
                "{'metadata': {'name': '" + name + "-token'}, 'spec': {'cluster': '" + name + "'}}"));
    }

    private static AdminClient caller(String name) {
        made(atOne.send("POST", "callers", "{'metadata': {'name': '" + name + "'}}"));
        return atOne.as(secret(atOne.send(
                "POST",
                "callertokens",
                "{'metadata': {'name': '" + name + "-token'}, 'spec': {'caller': '" + name + "'}}")));
    }

    private static void rule(String name, String user, String cluster) {
        made(atOne.send(
                "POST",
                "accessrules",
                "{'metadata': {'name': '" + name + "'}, 'spec': {'subjects': [{'kind': 'User', 'name': '" + user
                        + "'}], 'clusters': ['" + cluster + "'], 'mode': 'agent'}}"));
    }

    private static TestAgent agentOnceKnown(Gateway gateway, String cluster, String token) {
        return await().ignoreExceptions()
                .until(() -> new TestAgent(VERTX, gateway.publicPort(), ca(), token, cluster), agent -> true);
    }

    /** A watch of which the first event is in; the agent answers as before then. */
    private static InputStream watch(AdminClient client, TestAgent agent, String cluster) {
        await().until(() -> client.get("/clusters/" + cluster + "/version").status() == 200);
        InputStream stream = agent.watched(client, "/clusters/" + cluster + "/api/v1/pods?watch=true");
        agent.answers = true;
        return stream;
    }

    private static String read(InputStream stream, int count) {
        try {
            return new String(stream.readNBytes(count), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String secret(Answer answer) {
        return made(answer).body().at("/status/token").asText();
    }

    private static Answer made(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer;
    }

    private static Path ca() {
        return directory.resolve("ca.crt");
    }
}
